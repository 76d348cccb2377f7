import stringWidth from 'string-width';
import { test } from 'tap';
import { renderDiff } from '../../../reports/terminal/diff.ts';
import { comparedRun, diffInputOf } from '../../support/diff-input.ts';

const WIDE = { width: 120, colour: false, unicode: true };
const A = comparedRun('runs/before', { off: 4096, on: 4096 });
const B = comparedRun('runs/after', { off: 4096, on: 0 });
const CURED = diffInputOf(A, B);
const OTHER_DLL = {
  libraries: [
    { path: 'C:\\w\\mapi32.dll', bytes: 1, sha256: 'b'.repeat(64), version: '6.5.7232.75', unreadable: null },
  ],
};
const HOTFIX = diffInputOf(
  A,
  comparedRun('runs/after', { off: 4096, on: 0, change: { environment: OTHER_DLL } }),
);

test('the verdict comes first, the runs next, the page last', (t) => {
  const lines = renderDiff(CURED, WIDE, 'diff.html').trimEnd().split('\n');
  t.match(lines[0], /^Less growth: off: no difference down to .*; on: 4,096 bytes \[/);
  const text = lines.join('\n');
  t.match(text, /Both measured on the stand-in, not on Exchange\./);
  t.match(text, /A: runs\/before: reduced, logon, 2026-01-02 03:04 UTC/);
  t.match(text, /on +busy heap bytes +4,096\S* bytes +0 bytes +-4,096\S* bytes +less/);
  t.equal(lines.at(-1), 'Page: diff.html');
  t.end();
});

test('where the runs are not alike, what differs comes first', (t) => {
  const text = renderDiff(HOTFIX, WIDE, null);
  t.match(
    text,
    /^The runs are not alike \(--force\); A -> B:\n {2}mapi32\.dll none -> 6\.5\.7232\.75 \(sha256 bbbbbbbbbbbb\)\n/,
  );
  t.end();
});

for (const width of [24, 40, 60, 80, 110]) {
  test(`no line is wider than ${width} columns, and no figure is lost`, (t) => {
    const text = renderDiff(HOTFIX, { width, colour: false, unicode: false }, 'diff.html');
    for (const line of text.split('\n')) t.ok(stringWidth(line) <= width, line);
    t.match(text, /^[\n -~]*$/, 'ASCII alone');
    t.match(text.replaceAll(/\s+/g, ' '), /-4,096\.?0* bytes/);
    t.end();
  });
}

test('where an interval does not fit beside its estimate, it stands below', (t) => {
  const text = renderDiff(HOTFIX, { width: 40, colour: false, unicode: true }, null);
  t.match(text, /^ {4}A {6}4,096\S* bytes\n {11}\[4,\S+ 4,\S+\]$/m);
  t.match(text, /^ {4}B - A {2}-4,096\S* bytes\n {11}\[-4,\S+ -4,\S+\]$/m);
  t.end();
});

test('colours are there only where they are wanted', (t) => {
  t.ok(renderDiff(CURED, { ...WIDE, colour: true }, null).includes('\u001b[32mLess growth'));
  t.notOk(renderDiff(CURED, WIDE, null).includes('\u001b'));
  t.end();
});

test('names from a run folder cannot steer the terminal', (t) => {
  const evil = comparedRun('run\u001b[2J\u202e', { off: 4096, on: 0 });
  const text = renderDiff(diffInputOf(evil, B), WIDE, 'a\u001b]0;x');
  for (const mark of ['\u001b', '\u202e']) t.notOk(text.includes(mark));
  t.end();
});

import stringWidth from 'string-width';
import { test } from 'tap';
import type { ExhaustedReplicate, Verdict } from '../../harness/contract/result.ts';
import { VERDICTS } from '../../harness/contract/result.ts';
import { NARROWEST, type Screen } from '../../reports/screen.ts';
import { renderSummary } from '../../reports/terminal.ts';
import fc from '../support/seeded-properties.ts';
import {
  armResult,
  exhausted,
  makeEnvironment,
  makeInput,
  makePlan,
  makeResult,
  rate,
  resourceResult,
} from './fixtures.ts';

const PLAIN: Screen = { width: 120, colour: false, unicode: true };
const ESCAPE = '\u{1b}';
const widest = (text: string): number => Math.max(...text.split('\n').map((line) => stringWidth(line)));

test('the verdict comes first, the stand-in next, the report last', async (t) => {
  const lines = renderSummary(makeInput(), PLAIN).trimEnd().split('\n');
  t.match(lines[0], /^Fixed: off leaks 4,096\.01 bytes/);
  t.equal(lines[1], 'Measured on the stand-in, not on Exchange.');
  t.equal(lines.at(-1), 'Report: /srv/soak/runs/2026-11-22T14-02-11-logon-logoff/report.html');
});

test('dials that differ from their defaults stand beside the stand-in', async (t) => {
  const environment = makeEnvironment({ standInDials: { InstanceBytes: 70_000, Password: '(set)' } });
  t.equal(
    renderSummary(makeInput({ environment }), PLAIN).split('\n')[1],
    'Measured on the stand-in, not on Exchange; dials: InstanceBytes 70000, Password (set).',
  );
});

test('Exchange is not called a stand-in', async (t) => {
  const result = makeResult({ standIn: false });
  t.notMatch(renderSummary(makeInput({ result }), PLAIN), /stand-in/);
});

test('the table holds every arm with rate, interval and verdict, and the difference', async (t) => {
  const summary = renderSummary(makeInput(), PLAIN);
  t.match(summary, /^arm +busy heap bytes +heaps +handles +verdict$/m);
  t.match(summary, /^off +4,096\.0 bytes \[4,095\.6, 4,096\.4\] +1\.0000 \[0\.9997, 1\.0003\] .* leak$/m);
  t.match(summary, /^on +0\.03 bytes \[-0\.35, 0\.41\] .* no leak$/m);
  t.match(summary, /^control .* no leak$/m);
  t.match(summary, /^off - on +4,096\.0 bytes \[4,095\.4, 4,096\.5\]/m);
});

test('a narrower screen puts intervals below estimates, a narrow one lists the arms', async (t) => {
  const below = renderSummary(makeInput(), { ...PLAIN, width: 80 });
  t.match(below, /^off +4,096\.0 bytes +1\.0000 .*\n +\[4,095\.6, 4,096\.4\]/m);
  const list = renderSummary(makeInput(), { ...PLAIN, width: 60 });
  t.match(
    list,
    /^off: leak\n {2}busy heap bytes {2}4,096\.0 bytes \[4,095\.6, 4,096\.4\]\n {2}heaps {12}1\.0000/m,
  );
});

test('no line is wider than the screen, whatever its width', async (t) => {
  for (const width of [60, 80, 120]) t.ok(widest(renderSummary(makeInput(), { ...PLAIN, width })) <= width);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 140 }),
      fc.boolean(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.array(fc.string({ unit: 'grapheme', maxLength: 90 }), { maxLength: 3 }),
      (width, colour, estimate, warnings) => {
        const resources = { heapBytes: resourceResult('heapBytes', rate(estimate, Math.abs(estimate) / 7)) };
        const result = makeResult({ warnings, arms: [armResult('absent', { resources })] });
        return (
          widest(renderSummary(makeInput({ result }), { width, colour, unicode: true })) <=
          Math.max(NARROWEST, width)
        );
      },
    ),
    { numRuns: 50 },
  );
  t.ok(
    widest(renderSummary(makeInput(), { ...PLAIN, width: 1 })) <= NARROWEST,
    'treated as wide enough for words',
  );
});

test('there is no escape sequence without colour, and the same text with it', async (t) => {
  const plain = renderSummary(makeInput(), PLAIN);
  const coloured = renderSummary(makeInput(), { ...PLAIN, colour: true });
  t.notOk(plain.includes(ESCAPE));
  t.ok(coloured.includes(`${ESCAPE}[32m`), 'green for a good verdict');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what a colour begins with
  t.equal(coloured.replace(/\u001b\[\d+m/g, ''), plain);
});

test('a screen that knows only ASCII is given only ASCII', async (t) => {
  t.match(renderSummary(makeInput(), { ...PLAIN, unicode: false }), /^\p{ASCII}*$/u);
});

test('nothing that was measured can steer the terminal', async (t) => {
  const result = makeResult({ reason: `bad ${ESCAPE}]0;title`, warnings: [`${ESCAPE}[2J\nsecond line`] });
  const summary = renderSummary(makeInput({ result, runFolder: `/tmp/${ESCAPE}[31m` }), PLAIN);
  t.notOk(summary.includes(ESCAPE));
  t.match(summary, /\\u\{1b\}\[2J second line/);
});

test('failures are shown by code, the most frequent first', async (t) => {
  const summary = renderSummary(makeInput(), PLAIN);
  t.match(
    summary,
    'Failures with off: 14 of 3,840 cycles at 2 mailboxes: MAPI_E_LOGON_FAILED 12, MAPI_E_NETWORK_ERROR 2',
  );
  t.notMatch(summary, 'Failures with on', 'an arm without failures is not mentioned');
});

test('an arm that ran out says how many replicates, where, by which code and how large', async (t) => {
  const summaryOf = (...ended: readonly ExhaustedReplicate[]) => {
    const arms = [armResult('off', { exhausted: [...ended] }), armResult('on')];
    return renderSummary(makeInput({ result: makeResult({ arms }) }), { ...PLAIN, width: 200 });
  };
  t.match(
    summaryOf(exhausted(4312), exhausted(4312)),
    /^Ran out with off: 2 of 4 replicates stopped: at cycle 4,312: MAPI_E_NOT_ENOUGH_MEMORY; private bytes 1\.9 GiB$/m,
  );
  t.match(
    summaryOf(exhausted(4312), exhausted(4310, { privateBytes: 2 ** 30 })),
    /stopped: at cycles 4,310 to 4,312: MAPI_E_NOT_ENOUGH_MEMORY; private bytes 1 GiB to 1\.9 GiB$/m,
  );
  t.match(
    summaryOf(exhausted(9, { privateBytes: null }), exhausted(8, { code: 'MAPI_E_SESSION_LIMIT' })),
    /stopped: at cycle 9: MAPI_E_NOT_ENOUGH_MEMORY; virtual size 1\.98 GiB; at cycle 8: MAPI_E_SESSION_LIMIT; /,
  );
  t.match(
    summaryOf(exhausted(0, { cycles: 3, privateBytes: null, virtualBytes: null })),
    /1 of 4 replicates stopped: at cycle 0, before any cycle had worked: MAPI_E_NOT_ENOUGH_MEMORY$/m,
  );
  t.notMatch(summaryOf(), 'Ran out');
});

test('leaks without a column of their own are named', async (t) => {
  t.match(
    renderSummary(makeInput(), PLAIN),
    /Also leaking with off: committed heap bytes 8,192 bytes .*; private bytes/,
  );
});

test('every warning is shown', async (t) => {
  const result = makeResult({ warnings: ['one: do this', 'two: do that'] });
  t.match(renderSummary(makeInput({ result }), PLAIN), /^Warning: one: do this\nWarning: two: do that$/m);
});

test('a partial run and a missing control arm are said', async (t) => {
  const input = makeInput({ result: makeResult({ complete: false }), plan: makePlan({ control: false }) });
  const summary = renderSummary(input, PLAIN);
  t.match(summary, 'The run is not complete.');
  t.match(summary, 'no control arm');
});

test('every verdict has its word', async (t) => {
  const words: Readonly<Record<Verdict, string>> = {
    fixed: 'Fixed: ',
    reduced: 'Reduced: ',
    'not-fixed': 'Not fixed: ',
    worse: 'Worse: ',
    'no-leak': 'No leak: ',
    inconclusive: 'Inconclusive: ',
    invalid: 'Invalid: ',
  };
  for (const verdict of VERDICTS) {
    const summary = renderSummary(makeInput({ result: makeResult({ verdict }) }), PLAIN);
    t.ok(summary.startsWith(words[verdict]), verdict);
  }
});

test('a result without arms still gives a summary', async (t) => {
  const result = makeResult({
    verdict: 'invalid',
    reason: 'no replicate finished',
    arms: [],
    differences: [],
  });
  t.match(renderSummary(makeInput({ result }), PLAIN), /^Invalid: no replicate finished\n[\s\S]*Report: /);
});

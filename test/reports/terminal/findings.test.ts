import stringWidth from 'string-width';
import { test } from 'tap';
import type { Result } from '../../../harness/contract/result.ts';
import type { Screen } from '../../../reports/screen.ts';
import { renderSummary } from '../../../reports/terminal.ts';
import { growthKind, leftBehind, makeExplainedResult } from '../explained-fixtures.ts';
import { armResult, makeInput, makeResult } from '../fixtures.ts';

const PLAIN: Screen = { width: 120, colour: false, unicode: true };
const ESCAPE = '\u{1b}';
const summaryOf = (result: Result, screen: Screen = PLAIN): string =>
  renderSummary(makeInput({ result }), screen);
const untested = (outcome: 'failed' | 'not-made', reason: string): Partial<Result> => ({
  selfTest: { outcome, reason, plantedBytesPerCycle: null, found: null },
});

test('a self-test that passed is a small fact', async (t) => {
  t.match(summaryOf(makeResult()), /seed 20050128, 52\.9 s\. Self-test passed\.$/m);
});

test('one that failed or was not made comes right after the verdict', async (t) => {
  const failed = summaryOf(makeResult(untested('failed', 'the control arm grew'))).split('\n');
  t.equal(failed[1], 'Self-test failed: the control arm grew');
  t.equal(failed[2], 'Measured on the stand-in, not on Exchange.');
  const skipped = summaryOf(makeResult(untested('not-made', '--no-self-test')));
  t.equal(
    skipped.split('\n')[1],
    'Self-test not made (--no-self-test): nothing shows that this instrument would have found a leak',
  );
  t.notMatch(skipped, 'Self-test passed');
});

test('a failed self-test is red, one that was not made is not', async (t) => {
  const coloured = { ...PLAIN, colour: true };
  const red = `${ESCAPE}[31mSelf-test`;
  t.ok(summaryOf(makeResult(untested('failed', 'no')), coloured).includes(red));
  t.notOk(summaryOf(makeResult(untested('not-made', 'no')), coloured).includes(red));
});

test('what the flag changed first stands above the table', async (t) => {
  const summary = summaryOf(makeExplainedResult());
  t.ok(summary.indexOf('The flag changed busy heap bytes after 128 logons') < summary.indexOf('arm  '));
  t.match(summary, '4,096.0 bytes [4,092.8, 4,099.2] less per logon with on than with off');
});

test('kinds of growth and what is left behind follow the table', async (t) => {
  const summary = summaryOf(makeExplainedResult(), { ...PLAIN, width: 200 });
  t.match(
    summary,
    /^Grows per change of identity with off: busy heap bytes, 4,096 bytes .*; none per logon of the same mailbox\nGrows per change of identity with off: heaps, 1 heap/m,
  );
  t.match(
    summary,
    /^Left behind by every logon with off:\n {2}\+2 blocks of 2,048 bytes .*\n {2}\+2 blocks of 512 bytes/m,
  );
  t.notMatch(summary, 'with control:');
});

test('of many sizes of blocks five are named', async (t) => {
  const blocks = Array.from({ length: 7 }, (_, at) => leftBehind(16 * (at + 1)));
  const summary = summaryOf(makeResult({ arms: [armResult('off', { leftBehind: blocks })] }));
  t.match(summary, /of 80 bytes .*\n {2}and 2 more\n/);
  t.notMatch(summary, 'of 96 bytes');
});

test('a run that found none of this says nothing of it', async (t) => {
  for (const words of ['The flag changed', 'Grows', 'Growth of', 'Left behind'])
    t.notMatch(summaryOf(makeResult()), words);
});

test('findings fit the screen, and cannot steer it', async (t) => {
  const hostile = `<b> ${ESCAPE}[2J ${'x'.repeat(90)}`;
  const result = makeExplainedResult({
    arms: [
      armResult('off', { kinds: [growthKind({ sentence: hostile })], leftBehind: [leftBehind(8, hostile)] }),
    ],
    ...untested('failed', hostile),
  });
  for (const width of [24, 40, 60, 80, 120]) {
    const summary = summaryOf(result, { ...PLAIN, width, unicode: false });
    t.ok(
      summary.split('\n').every((line) => stringWidth(line) <= width),
      `${width} columns`,
    );
    t.notOk(summary.includes(ESCAPE));
    t.match(summary, /^\p{ASCII}*$/u);
  }
});

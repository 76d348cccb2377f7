import { test } from 'tap';
import type { Plan } from '../../../harness/contract/plan.ts';
import type { Result } from '../../../harness/contract/result.ts';
import { renderHtml } from '../../../reports/html/page.ts';
import { SOAK } from '../../support/soak-rounds.ts';
import { growthKind, leftBehind, makeExplainedResult } from '../explained-fixtures.ts';
import { armResult, makeInput, makePlan, makeResult, rate } from '../fixtures.ts';
import { everything, parseXml, type XmlElement } from './xml.ts';

const pageOf = (result: Result, plan: Partial<Plan> = {}): XmlElement =>
  parseXml(renderHtml(makeInput({ result, plan: makePlan(plan) })));
const classed = (page: XmlElement, name: string): readonly XmlElement[] =>
  everything(page).filter((each) => (each.attributes.get('class') ?? '').split(' ').includes(name));
const named = (page: XmlElement, name: string): readonly XmlElement[] =>
  everything(page).filter((each) => each.name === name);
const factOf = (page: XmlElement, label: string): string | undefined =>
  named(page, 'div').find(({ children }) => children[0]?.name === 'dt' && children[0].text === label)
    ?.children[1]?.text;

test('the head tells what the flag changed first, with what it grows, and what stays behind', async (t) => {
  const [head] = named(pageOf(makeExplainedResult()), 'header');
  t.same(
    head && named(head, 'li').map(({ text }) => text.slice(0, 50)),
    [
      'The flag changed busy heap bytes after 128 logons: 4,096.0 bytes',
      'Grows per change of identity with off: busy heap bytes',
      'Grows per change of identity with off: heaps, 1 heap [0.9996',
      'Left behind by every logon with off: +2 blocks of 2,048 bytes',
    ].map((text) => text.slice(0, 50)),
  );
});

test('a self-test that failed or was not made is a notice before all others', async (t) => {
  const noticed = (outcome: 'failed' | 'not-made') => {
    const selfTest = { outcome, reason: 'so it was', plantedBytesPerCycle: null, found: null };
    return classed(pageOf(makeResult({ selfTest })), 'notice')[0]?.text;
  };
  t.equal(noticed('failed'), 'Self-test failed: so it was.');
  t.equal(
    noticed('not-made'),
    'Self-test not made (so it was): nothing shows that this instrument would have found a leak.',
  );
  const passed = pageOf(makeResult());
  t.match(classed(passed, 'notice')[0]?.text, /^Measured on the stand-in/);
  t.match(classed(passed, 'facts')[0]?.text, /· self-test passed$/);
});

test('a run that found nothing beside its rates has no sections for it', async (t) => {
  const { text } = pageOf(makeResult());
  for (const heading of ['With what it grows', 'What the flag changes', 'Left behind', 'Trend by ranks'])
    t.notOk(text.includes(heading), heading);
  t.same(classed(pageOf(makeResult()), 'findings'), []);
});

test('growth is shown by what it comes with, and its sentence below', async (t) => {
  const [table] = classed(pageOf(makeExplainedResult()), 'kinds');
  t.same(
    table &&
      named(table, 'tr')
        .map(({ children }) => children.map(({ text }) => text))
        .slice(0, 3),
    [
      ['arm', 'per logon', 'per change of identity', 'per new mailbox', 'per minute'],
      [
        'offbusy heap bytes',
        '0.01 bytes[-0.39, 0.41]',
        '4,096.0 bytes[4,095.6, 4,096.4]',
        '0 bytes[-0.50, 0.50]',
        '–',
      ],
      ['4,096 bytes [4,095.6, 4,096.4] per change of identity; none per logon of the same mailbox'],
    ],
  );
  t.same(
    table && named(table, 'b').map(({ text }) => text),
    ['4,096.0 bytes', '1.0000'],
    'what matters is bold',
  );
});

test('what every logon leaves behind is listed whole, with or without kinds', async (t) => {
  const blocks = Array.from({ length: 7 }, (_, at) => leftBehind(16 * (at + 1)));
  const page = pageOf(makeResult({ arms: [armResult('on', { leftBehind: blocks })] }));
  const [list] = classed(page, 'left-behind');
  t.equal(list && named(list, 'li').length, 7);
  t.match(list?.text, /on: left behind by every logon/);
  t.same(classed(page, 'kinds'), []);
  const [head] = named(page, 'header');
  t.match(head?.text, 'of 80 bytes per logon in the heap first seen while cycles ran; and 2 more');
});

test('a heap, a resource and a reason with markup in them are shown as what they are', async (t) => {
  const hostile = '<script>alert(1)</script>';
  const page = pageOf(
    makeExplainedResult({
      arms: [
        armResult('off', {
          kinds: [growthKind({ resource: hostile, sentence: hostile })],
          leftBehind: [leftBehind(512, 'heap <7> & "more"')],
        }),
      ],
      selfTest: { outcome: 'failed', reason: hostile, plantedBytesPerCycle: null, found: null },
    }),
  );
  t.same(named(page, 'script'), []);
  t.match(classed(page, 'left-behind')[0]?.text, 'in the heap heap <7> & "more"');
  t.match(classed(page, 'kinds')[0]?.text, hostile);
  t.equal(classed(page, 'notice')[0]?.text, `Self-test failed: ${hostile}.`);
});

test('a difference tells when it was seen, by what share, and how likely chance is', async (t) => {
  const page = pageOf(makeExplainedResult());
  t.match(factOf(page, 'First seen'), /^The flag changed busy heap bytes after 128 logons: .* at look 2\.$/);
  t.match(factOf(page, 'Reduced by'), /^busy heap bytes: 83% \[79, 87\], with the 95% interval/);
  t.match(factOf(page, 'Permutation p'), /^0\.014: /);
});

test('a difference of which only one of these is known tells that one', async (t) => {
  const [difference] = makeResult().differences;
  t.ok(difference);
  if (!difference) return;
  const page = pageOf(makeResult({ differences: [{ ...difference, permutationP: 0.5 }] }));
  t.equal(factOf(page, 'First seen'), undefined);
  t.equal(factOf(page, 'Reduced by'), undefined);
  t.match(factOf(page, 'Permutation p'), /^0\.500: /);
});

test('trends by rank are folded away, and said to decide nothing', async (t) => {
  const [trends] = classed(pageOf(makeExplainedResult()), 'trends');
  t.equal(trends?.name, 'details');
  t.notOk(trends?.attributes.has('open'));
  t.match(trends?.text, /decides nothing/);
  t.same(
    trends &&
      named(trends, 'tr')
        .slice(0, 3)
        .map(({ children }) => children.map(({ text }) => text)),
    [
      ['resource', 'arm', 'S', 'Z', 'p', 'corrected Z'],
      ['busy heap bytes', 'off', '171', '5.95', 'below 0.0001', '3.21'],
      ['busy heap bytes', 'on', '-4', '-0.10', '0.920', '–'],
    ],
  );
});

test('a run until settled says when it looked, where each arm stopped, and from when on it spoke', async (t) => {
  const page = pageOf(makeResult(), { length: { by: 'settled', maxCycles: 100 }, horizonCycles: 64 });
  t.match(factOf(page, 'Length of a replicate'), 'at most 100 cycles');
  t.match(factOf(page, 'Looks')?.replaceAll('\u{a0}', ' '), /^5, after 8 · 16 · 32 · 64 · 100 cycles/);
  t.equal(factOf(page, 'Stopped at'), 'off 960 cycles, on 960 cycles, control 960 cycles');
  t.match(factOf(page, 'Horizon'), /^64 cycles: before them nothing is said/);
});

test('a soak looks after rounds, and at a checkpoint it has not finished', async (t) => {
  t.match(factOf(pageOf(makeResult(), { soak: SOAK }), 'Looks'), /^after rounds 2, 4, 8, 16 and so on/);
  const factsLine = (goesOn: boolean) => {
    const soak = { rounds: 3, cycles: 6144, checkpointAt: null, goesOn };
    return renderHtml(makeInput({ result: makeResult({ complete: false }), soak }));
  };
  t.match(factsLine(true), / · as of [^·]* UTC, after /);
  t.match(factsLine(false), / · finished [^·]* UTC after /);
});

test('a run of fixed length looks once', async (t) => {
  const page = pageOf(makeResult());
  t.equal(factOf(page, 'Looks'), 'one, at the end');
  t.match(factOf(page, 'Horizon'), /^the length of a replicate/);
});

test('the layout says what it means for the flag', async (t) => {
  t.match(
    factOf(pageOf(makeResult()), 'Layout'),
    /^side by side: .*CleanUpMAPIHeap is written .* before each/,
  );
  t.match(factOf(pageOf(makeResult(), { layout: 'sequential' }), 'Layout'), /^one after the other: .*stands/);
});

test('the self-test is told with what was planted and what of it was found', async (t) => {
  t.match(
    factOf(pageOf(makeResult()), 'Self-test'),
    /^passed: .* Planted 128 bytes per cycle, found 128\.00 bytes \[127\.90, 128\.10\]$/,
  );
  const selfTest = (found: Result['selfTest']['found']): Partial<Result> => ({
    selfTest: { outcome: 'failed', reason: 'no leak found', plantedBytesPerCycle: 128, found },
  });
  t.match(factOf(pageOf(makeResult(selfTest(null))), 'Self-test'), /^Self-test failed: .*, no rate found$/);
  t.match(factOf(pageOf(makeResult(selfTest(rate(9, 1)))), 'Self-test'), /found 9\.0 bytes \[8\.0, 10\.0\]$/);
});

test('dither, explanation and margins are said where there are any and where there are none', async (t) => {
  const of = { heaps: 0.001 };
  const margin = { bytesPerCycle: 64, countPerCycle: 0.01, of };
  const rich = pageOf(makeResult(), { margin });
  t.match(factOf(rich, 'Start of a process'), /^with memory and cycles of its own/);
  t.match(factOf(rich, 'Growth explained'), /^yes/);
  t.equal(factOf(rich, 'Margin'), '64 bytes or 0.01 of a count per logon; heaps 0.001');
  const without = pageOf(makeResult(), { dither: false, explain: false });
  t.match(factOf(without, 'Start of a process'), /^the same for all/);
  t.equal(factOf(without, 'Growth explained'), 'no');
  t.equal(factOf(without, 'Margin'), '64 bytes or 0.01 of a count per logon');
});

import { test } from 'tap';
import { RESOURCES } from '../../../harness/contract/resources.ts';
import { VERDICTS } from '../../../harness/contract/result.ts';
import { htmlReport, renderHtml } from '../../../reports/html/page.ts';
import {
  armResult,
  exhausted,
  heapWalksOf,
  makeEnvironment,
  makePlan,
  makeResult,
  rate,
  resourceResult,
  SAMPLED,
  seriesOf,
} from '../fixtures.ts';
import { makeReported } from '../formats/reported.ts';
import { classed, named, pageOf } from './page-parts.ts';
import { everything } from './xml.ts';

test('the report is a file of the run folder', async (t) => {
  const script = { code: 'start();', style: '.u-over { top: 0; }' };
  t.equal(htmlReport.fileName, 'report.html');
  const run = { ...makeReported(), pageScript: () => script };
  t.equal(htmlReport.render(run), renderHtml(run, script), 'the same input gives the same bytes');
});

test('the verdict comes first and the stand-in notice next', async (t) => {
  const page = pageOf();
  t.match(named(page, 'h1')[0]?.text, /^Fixed: off leaks 4,096\.01 bytes/);
  t.match(classed(page, 'notice')[0]?.text, /^Measured on the stand-in, not on Exchange\./);
  const [main] = named(page, 'main');
  t.equal(main?.children[0]?.name, 'header');
});

test('Exchange is not called a stand-in in the verdict', async (t) => {
  t.same(classed(pageOf({ result: makeResult({ standIn: false }) }), 'notice'), []);
});

test('every verdict makes a page', async (t) => {
  for (const verdict of VERDICTS) t.equal(named(pageOf({ result: makeResult({ verdict }) }), 'h1').length, 1);
});

test('there are no event handlers and every id is given once', async (t) => {
  const attributes = everything(pageOf()).flatMap((each) => [...each.attributes]);
  t.notOk(attributes.some(([key]) => key.startsWith('on')));
  const ids = attributes.filter(([key]) => key === 'id').map(([, value]) => value);
  t.equal(new Set(ids).size, ids.length);
  for (const [key, value] of attributes)
    if (key === 'aria-labelledby') for (const id of value.split(' ')) t.ok(ids.includes(id), id);
});

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img onerror=x',
  "it's & that",
  'محمد\u{202e}evil',
  'nul\0byte',
  'half\ud800',
];

test('hostile names are shown as what they are', async (t) => {
  const byMailbox = Object.fromEntries(HOSTILE.map((mailbox) => [mailbox, 1]));
  const failures = { total: 6, byCode: { '<b>': 6 }, byMailbox, mailboxesFailed: 6 };
  const hostile = HOSTILE.join(' ');
  const ranOut = (name: string) => exhausted(7, { replicate: name, code: name, call: name, mailbox: name });
  const page = pageOf({
    result: makeResult({
      scenario: hostile,
      reason: hostile,
      warnings: HOSTILE,
      arms: [armResult('off', { failures, reason: hostile, exhausted: HOSTILE.map(ranOut) })],
    }),
    plan: makePlan({
      scenario: { name: hostile, file: hostile, sha256: null },
      mapi: { kind: 'path', path: hostile },
      mailboxes: { kind: 'csv', file: hostile, count: 2, sha256: '' },
      standInDials: { [hostile]: hostile },
    }),
    environment: makeEnvironment({
      node: hostile,
      standInDials: { RefuseProfile: hostile },
      libraries: [
        { path: hostile, bytes: 1, sha256: hostile, version: hostile, unreadable: null },
        { path: hostile, bytes: null, sha256: null, version: null, unreadable: hostile },
      ],
      flagBefore: [{ view: '32-bit', key: hostile, value: 1 }],
      unsupported: [{ resource: hostile, reason: hostile }],
    }),
    series: new Map([['heapBytes', [{ ...seriesOf('heapBytes', 'off', 1), replicate: hostile }]]]),
    heapWalks: [
      {
        ...heapWalksOf('off', 1),
        replicate: hostile,
        last: {
          cycle: 9,
          groups: [{ name: hostile, heaps: 1, busyBytes: 1, busyBlocks: 1, committedBytes: 1 }],
        },
      },
    ],
    runFolder: hostile,
    finishedAt: hostile,
  });
  t.same(named(page, 'script'), []);
  t.same(named(page, 'img'), []);
  const shown = named(page, 'bdi').map((each) => each.text);
  for (const mailbox of [
    '<script>alert(1)</script>',
    "it's & that",
    'محمد\\u{202e}evil',
    'nul\\u{0}byte',
    'half\\u{d800}',
  ])
    t.ok(shown.includes(mailbox), mailbox);
});

test('there is a chart with title and description for every resource that was sampled', async (t) => {
  const charts = classed(pageOf(), 'chart');
  t.same(
    charts.map((chart) => chart.children[0]?.text),
    SAMPLED.map((resource) => `Growth of ${RESOURCES[resource].label} over cycles`),
  );
  t.match(charts[0]?.children[1]?.text, /off: 4 replicates, growth .* MiB at the end\. on: 4 replicates/);
});

test('a chart holds a line for every replicate, a fit for every arm, its warm-up and its axes', async (t) => {
  const [chart] = classed(pageOf(), 'chart');
  t.ok(chart);
  if (!chart) return;
  t.equal(classed(chart, 'line').length, 12);
  t.equal(classed(chart, 'mark').length, 12);
  t.equal(classed(chart, 'fit').length, 3);
  t.equal(classed(chart, 'warm-up').length, 1);
  t.same(
    classed(chart, 'tick').map((tick) => tick.text),
    ['0', '1', '2', '3', '4', '0', '200', '400', '600', '800'],
  );
  t.match(classed(chart, 'axis-name')[0]?.text, 'MiB');
});

test('every number of every chart is finite', async (t) => {
  const extreme = makeResult({
    arms: [armResult('off', { resources: { heapBytes: resourceResult('heapBytes', rate(1e12, 1e13)) } })],
  });
  const flat = new Map([
    [
      'heapBytes',
      [{ replicate: 'off-1', arm: 'off', cycles: new Float64Array(2), values: new Float64Array(2) } as const],
    ],
  ] as const);
  const unbounded = makeResult({
    arms: [
      armResult('off', {
        resources: { heapBytes: resourceResult('heapBytes', rate(1, Number.POSITIVE_INFINITY)) },
      }),
    ],
  });
  for (const page of [
    pageOf(),
    pageOf({ result: extreme }),
    pageOf({ result: unbounded }),
    pageOf({ series: flat }),
  ]) {
    const drawn = classed(page, 'chart').flatMap(everything);
    const numbers = drawn.flatMap((each) =>
      ['d', 'x', 'y', 'width', 'height', 'viewBox'].map((key) => each.attributes.get(key) ?? ''),
    );
    t.ok(numbers.length > 0);
    t.notOk(numbers.some((value) => /NaN|Infinity|undefined|null/.test(value)));
  }
});

test('the numbers of a chart are in a table below it', async (t) => {
  const [readings] = classed(pageOf(), 'readings');
  const rows = readings ? named(readings, 'tr') : [];
  t.equal(rows[0]?.children.length, 13, 'the cycle and twelve replicates');
  t.match(rows[1]?.children.map((cell) => cell.text).slice(0, 2), ['0', '1,204,352']);
  t.equal(rows.at(-1)?.children[0]?.text, '960');
});

test('a chart of what never moved says so', async (t) => {
  const still = named(pageOf(), 'figcaption').filter(({ text }) => text.endsWith('did not change'));
  t.ok(still.length > 0);
  t.ok(still.length < SAMPLED.length);
});

test('rates, intervals, failures and versions are in the page', async (t) => {
  const { text } = pageOf();
  for (const content of [
    '4,096.0 bytes[4,095.6, 4,096.4]',
    'off − on',
    'MAPI_E_LOGON_FAILED12',
    'user0031@example.test12',
    '14 of 3,840 cycles failed, at 2 mailboxes.',
    '20.20.2',
    '64-bit, x64',
    '6.5.7232.75',
    '68,432 bytes',
    'b1946ac92492',
    'no such value',
    '20050128',
    'there is no GDI on Linux',
    'What was not checked',
    'How to read this',
  ])
    t.ok(text.includes(content), content);
});

test('a replicate that ran out is in the page with what it held, and none makes no section', async (t) => {
  const unknown = { privateBytes: null, virtualBytes: null, heaps: null };
  const ended = [exhausted(4312), exhausted(4310, { replicate: 'off-2', ...unknown })];
  const page = pageOf({ result: makeResult({ arms: [armResult('off', { exhausted: ended })] }) });
  for (const content of [
    'off: 2 of 4 replicates stopped: at cycles 4,310 to 4,312: MAPI_E_NOT_ENOUGH_MEMORY; private bytes 1.9 GiB.',
    'off-14,312MAPI_E_NOT_ENOUGH_MEMORYMAPILogonExuser0007@example.test1.9 GiB1.98 GiB4,314',
    'off-24,310MAPI_E_NOT_ENOUGH_MEMORYMAPILogonExuser0007@example.test–––',
  ])
    t.ok(page.text.includes(content), content);
  t.notMatch(pageOf().text, 'Stopped early');
});

test('each arm shows by heap what its first replicate grew by', async (t) => {
  const heaps = classed(pageOf(), 'heaps')[0];
  t.ok(heaps);
  if (!heaps) return;
  t.equal(named(heaps, 'table').length, 3, 'one table for each arm');
  t.same(
    classed(heaps, 'note').map(({ text }) => text),
    ['off', 'on', 'control'].map((arm) => `Replicate ${arm}-1, walked after 0 and after 960 cycles.`),
  );
  const [off] = named(heaps, 'table');
  t.same(off && named(off, 'tr').map(({ children }) => children.map(({ text }) => text)), [
    ['heap', 'heaps', 'busy bytes, first walk', 'last walk', 'growth', 'per logon'],
    ['process heap', '1', '1,200,000', '1,200,000', '0', '0 bytes'],
    ['first seen at MAPIInitialize', '1', '3,104', '3,104', '0', '0 bytes'],
    ['first seen while cycles ran', '960', '0', '3,932,160', '3,932,160', '4,096 bytes'],
    ['all heaps', '962', '1,203,104', '5,135,264', '3,932,160', '4,096 bytes'],
  ]);
});

test('an arm without two walks has no table of heaps, and a run without any no section', async (t) => {
  const onlyOn = pageOf({ heapWalks: [heapWalksOf('on', 2)] });
  t.same(
    classed(onlyOn, 'heaps').flatMap((heaps) => classed(heaps, 'arm').map(({ text }) => text)),
    ['on'],
  );
  t.match(onlyOn.text, 'Replicate on-2, walked');
  t.notMatch(pageOf({ heapWalks: [] }).text, 'Growth by heap');
});

test('a run in which nothing was measured still makes a page', async (t) => {
  const result = makeResult({ verdict: 'invalid', arms: [], differences: [], warnings: [], complete: false });
  const page = pageOf({ result, series: new Map(), heapWalks: [] });
  t.same(classed(page, 'chart'), []);
  t.match(page.text, 'Not complete.');
});

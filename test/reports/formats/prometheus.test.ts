import { test } from 'tap';
import { exposition } from '../../../reports/formats/exposition.ts';
import { prometheusReport } from '../../../reports/formats/prometheus.ts';
import type { ReportedRun } from '../../../reports/reported-run.ts';
import { checkMetrics, skipWithout } from '../../support/format-readers.ts';
import { FAILURES, makeEnvironment, makeResult } from '../fixtures.ts';
import { HOSTILE } from './hostile.ts';
import { makeReported, textOf } from './reported.ts';

const skip = skipWithout('promtool');
const metricsOf = (change: Partial<ReportedRun> = {}): Promise<string> =>
  textOf(prometheusReport.render(makeReported(change)));

test('promtool finds nothing wrong with the metrics, their names, types and units', { skip }, async () => {
  checkMetrics(await metricsOf());
  checkMetrics(await metricsOf({ expectation: null, result: makeResult({ arms: [], differences: [] }) }));
});

test('no text from outside breaks a label', { skip }, async (t) => {
  const samples = HOSTILE.map((value, at) => [{ value, at: String(at) }, at] as const);
  checkMetrics(exposition([{ name: 'mapileak_hostile', help: 'A \\ and\na line.', samples }]));
  const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e300, -0.0001];
  const text = exposition([
    {
      name: 'mapileak_odd',
      help: 'Odd.',
      samples: odd.map((value, at) => [{ at: String(at) }, value] as const),
    },
  ]);
  checkMetrics(text);
  t.match(text, /NaN\n.*\+Inf\n.*-Inf\n/);
  const scenario = HOSTILE.join('');
  checkMetrics(
    await metricsOf({
      result: makeResult({ scenario }),
      environment: makeEnvironment({ osRelease: scenario }),
    }),
  );
});

test('a rate and the ends of its interval are metrics of their own', async (t) => {
  const lines = (await metricsOf()).split('\n');
  const labels = '{scenario="logon-logoff",arm="off",resource="heapBytes",cycle="logon"}';
  t.ok(lines.includes(`mapileak_growth_bytes_per_cycle${labels} 4096.01`));
  t.ok(lines.includes(`mapileak_growth_low_bytes_per_cycle${labels} 4095.59`));
  t.ok(lines.some((line) => line.startsWith(`mapileak_growth_high_bytes_per_cycle${labels} 4096.4`)));
  t.ok(
    lines.includes(
      'mapileak_difference_objects_per_cycle{scenario="logon-logoff",minuend="off",subtrahend="on",resource="heaps",cycle="logon"} 1',
    ),
  );
});

test('one verdict is 1 and all others are 0', async (t) => {
  const verdicts = (await metricsOf()).split('\n').filter((line) => line.startsWith('mapileak_verdict{'));
  t.equal(verdicts.length, 7);
  t.same(
    verdicts.filter((line) => line.endsWith(' 1')),
    ['mapileak_verdict{scenario="logon-logoff",verdict="fixed"} 1'],
  );
});

test('a collector learns how old the file is, and finds no timestamp at a sample', async (t) => {
  const lines = (await metricsOf()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  t.ok(lines.includes('mapileak_run_timestamp_seconds{scenario="logon-logoff"} 1795356184.12'));
  t.same(
    lines.filter((line) => !/^\w+\{[^}]*\} \S+$/.test(line)),
    [],
  );
});

test('it names no mailbox and no path, since everyone may read it', async (t) => {
  const arms = makeResult().arms.map((arm) => ({ ...arm, failures: FAILURES }));
  const text = await metricsOf({ result: makeResult({ arms }) });
  t.equal(prometheusReport.forEveryone, true);
  t.notMatch(text, /example\.test|libmapi32|\/srv/);
});

test('a threshold has its outcome, and its figures where there are any', { skip }, async (t) => {
  const known = {
    text: 'on.heapBytes.perCycle<64',
    outcome: 'passed',
    reason: 'so',
    value: 1,
    low: 0,
    high: 2,
  } as const;
  const unknown = {
    text: 'on.heaps.perCycle<1',
    outcome: 'inconclusive',
    reason: 'so',
    value: null,
    low: null,
    high: null,
  } as const;
  const text = await metricsOf({ result: makeResult({ thresholds: [known, unknown] }) });
  checkMetrics(text);
  t.match(text, /mapileak_threshold{[^}]*threshold="on\.heapBytes\.perCycle<64",outcome="passed"} 1\n/);
  t.match(text, /mapileak_threshold{[^}]*threshold="on\.heaps\.perCycle<1",outcome="inconclusive"} 1\n/);
  t.match(text, /mapileak_threshold_high{[^}]*threshold="on\.heapBytes\.perCycle<64"} 2\n/);
  t.notMatch(text, /mapileak_threshold_value{[^}]*heaps/);
});

test('a soak says how far it has come, and up to when it was judged', { skip }, async (t) => {
  const soak = { rounds: 3, cycles: 6144, checkpointAt: '2026-11-22T20:00:00.000Z', goesOn: true };
  const text = await metricsOf({ soak });
  checkMetrics(text);
  t.match(text, /mapileak_soak_rounds{[^}]*} 3\n/);
  t.match(text, /mapileak_soak_cycles{[^}]*} 6144\n/);
  t.match(text, /mapileak_soak_checkpoint_timestamp_seconds{[^}]*} 1795377600\n/);
  t.notMatch(await metricsOf({ soak: { ...soak, checkpointAt: null } }), /checkpoint_timestamp/);
  t.notMatch(await metricsOf(), /soak/);
});

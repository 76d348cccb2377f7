import { LOGON } from '../../harness/contract/attached.ts';
import { EXPECTATIONS } from '../../harness/contract/plan.ts';
import type { Unit } from '../../harness/contract/resources.ts';
import {
  exhaustedIn,
  RESOURCE_VERDICTS,
  type ResourceResult,
  VERDICTS,
} from '../../harness/contract/result.ts';
import { THRESHOLD_OUTCOMES } from '../../harness/contract/thresholds.ts';
import type { Report } from '../report.ts';
import type { ReportedRun } from '../reported-run.ts';
import { exposition, type Labels, type Metric, stateSet } from './exposition.ts';

const ARM_VERDICTS = ['leak', 'no-leak', 'inconclusive', 'invalid'] as const;
const OUTCOMES = ['met', 'not-met', 'undecided'] as const;

/** What a number of a resource is called, with its unit as Prometheus wants it. */
const UNIT_NAMES: Readonly<Record<Unit, string>> = { bytes: 'bytes', count: 'objects' };
const UNITS = ['bytes', 'count'] as const satisfies readonly Unit[];

/**
 * Metrics for node_exporter's textfile collector: each run replaces the file of the one before. They name no
 * mailbox, user or path. What a rate is per is a label: a help text has to be the same in all files of a
 * collector. Estimates and the ends of intervals are metrics of their own, so that a sum over
 * arms never adds the ends up.
 */
export const prometheusReport: Report<ReportedRun> = {
  name: 'prometheus',
  fileName: 'mapileak.prom',
  forEveryone: true,
  render: (run) => exposition(metricsOf(run)),
};

function metricsOf(run: ReportedRun): readonly Metric[] {
  const { cycleUnit: cycle = LOGON, scenario } = run.result;
  const run_ = { scenario };
  return [
    ...ofRun(run, run_),
    ...ofArms(run, run_, cycle),
    ...ofDifferences(run, run_, cycle),
    ...ofThresholds(run, run_),
    ...ofSoak(run, run_),
  ];
}

function ofRun({ durationMs, environment, expectation, finishedAt, plan, result }: ReportedRun, run: Labels) {
  const { arch, bitness, mapileak, osRelease, platform, standIn } = environment;
  const info = {
    ...run,
    version: mapileak,
    provider: standIn ? 'stand-in' : 'other',
    platform,
    os_release: osRelease,
    arch,
    bitness: String(bitness),
    ffi: plan.ffi,
    impersonation: plan.impersonation,
  };
  return [
    gauge('run_info', 'What was measured, and where; always 1.', [[info, 1]]),
    gauge('run_timestamp_seconds', 'When the run ended, in seconds since 1970.', [
      [run, Date.parse(finishedAt) / 1000],
    ]),
    gauge('run_duration_seconds', 'How long the run took.', [[run, durationMs / 1000]]),
    gauge('run_complete', 'Whether every planned cycle was run.', [[run, Number(result.complete)]]),
    gauge('verdict', 'The verdict of the run: 1 for the one that holds.', [
      ...stateSet(run, 'verdict', VERDICTS, result.verdict),
    ]),
    gauge(
      'expectation',
      'Whether what was expected came: 1 for the outcome that holds. Absent if nothing was expected.',
      EXPECTATIONS.flatMap((expected) =>
        expectation?.expected === expected
          ? stateSet({ ...run, expected }, 'outcome', OUTCOMES, expectation.met)
          : [],
      ),
    ),
    gauge('self_test_passed', 'Whether the instrument found the leak that it planted. Absent if not tried.', [
      ...(result.selfTest.outcome === 'not-made'
        ? []
        : [[run, Number(result.selfTest.outcome === 'passed')] as const]),
    ]),
    gauge('warnings', 'Warnings that the result comes with.', [[run, result.warnings.length]]),
  ];
}

/** @param cycle what a cycle is: `logon`, `second`, `matching line` */
function ofArms({ result: { arms } }: ReportedRun, run: Labels, cycle: string): readonly Metric[] {
  const perArm = (value: (arm: (typeof arms)[number]) => number): Metric['samples'] =>
    arms.map((each) => [{ ...run, arm: each.arm }, value(each)]);
  const judged = arms.flatMap(({ arm, resources }) => judgedOf({ ...run, arm }, resources));
  const perCycle = judged.map(([labels, each]) => [{ ...labels, cycle }, each] as const);
  return [
    gauge('arm_verdict', 'The verdict of an arm: 1 for the one that holds.', [
      ...arms.flatMap(({ arm, verdict }) => stateSet({ ...run, arm }, 'verdict', ARM_VERDICTS, verdict)),
    ]),
    gauge(
      'arm_replicates',
      'Processes that an arm was measured in.',
      perArm((arm) => arm.replicates),
    ),
    gauge(
      'arm_cycles',
      'Cycles of all processes of an arm: logons and logoffs, or what the label cycle of its rates says.',
      perArm((arm) => arm.cycles),
    ),
    gauge(
      'arm_failed_cycles',
      'Those that failed.',
      perArm((arm) => arm.failures.total),
    ),
    gauge('arm_exhausted_replicates', 'Processes that ran out.', perArm(exhaustedIn)),
    gauge(
      'arm_lost_hosts',
      'Session hosts that died, hung or failed.',
      perArm((arm) => arm.lostHosts?.lost ?? 0),
    ),
    gauge('resource_verdict', 'The verdict of one resource of an arm: 1 for the one that holds.', [
      ...judged.flatMap(([labels, { verdict }]) => stateSet(labels, 'verdict', RESOURCE_VERDICTS, verdict)),
    ]),
    ...rates('growth', 'Growth per cycle, which the label cycle names', perCycle),
    ...UNITS.map((unit) =>
      gauge(
        `smallest_detectable_${UNIT_NAMES[unit]}_per_cycle`,
        'The smallest growth per cycle that the run would have found.',
        perCycle.flatMap(([labels, each]) =>
          each.unit === unit && each.smallestDetectable !== null
            ? [[labels, each.smallestDetectable] as const]
            : [],
        ),
      ),
    ),
  ];
}

function ofDifferences(
  { result: { differences } }: ReportedRun,
  run: Labels,
  cycle: string,
): readonly Metric[] {
  const judged = differences.flatMap(({ minuend, resources, subtrahend }) =>
    judgedOf({ ...run, minuend, subtrahend }, resources).map(
      ([labels, each]) => [{ ...labels, cycle }, each] as const,
    ),
  );
  return rates('difference', 'Growth per cycle of one arm minus that of another', judged);
}

/** While a soak goes on, its file is replaced at every checkpoint. */
function ofSoak({ soak }: ReportedRun, run: Labels): readonly Metric[] {
  if (soak === undefined) return [];
  const { checkpointAt, cycles, goesOn, rounds } = soak;
  return [
    gauge(
      'soak_goes_on',
      'Whether the soak went on when this was written: 1 at its checkpoints, 0 once it is over or cut off.',
      [[run, Number(goesOn)]],
    ),
    gauge('soak_rounds', 'Rounds of a soak that are over.', [[run, rounds]]),
    gauge('soak_cycles', 'Cycles of the arms under test in these rounds.', [[run, cycles]]),
    gauge(
      'soak_checkpoint_timestamp_seconds',
      'When the last of them ended, up to which the soak is judged, in seconds since 1970.',
      checkpointAt === null ? [] : [[run, Date.parse(checkpointAt) / 1000]],
    ),
  ];
}

/** Bounds are texts of the plan's, which name no mailbox. */
function ofThresholds({ result: { thresholds } }: ReportedRun, run: Labels): readonly Metric[] {
  const labelled = thresholds.map((each) => [{ ...run, threshold: each.text }, each] as const);
  const known = (bound: 'value' | 'low' | 'high'): Metric['samples'] =>
    labelled.flatMap(([labels, { [bound]: number }]) => (number === null ? [] : [[labels, number] as const]));
  return [
    gauge('threshold', 'What became of a threshold: 1 for the outcome that holds.', [
      ...labelled.flatMap(([labels, { outcome }]) =>
        stateSet(labels, 'outcome', THRESHOLD_OUTCOMES, outcome),
      ),
    ]),
    gauge(
      'threshold_value',
      'What a threshold bounds, as it was measured, in the unit of its bound.',
      known('value'),
    ),
    gauge('threshold_low', 'The lower end of its interval.', known('low')),
    gauge('threshold_high', 'The upper end of its interval.', known('high')),
  ];
}

type Judged = readonly (readonly [labels: Labels, judged: ResourceResult])[];

function judgedOf(labels: Labels, resources: Readonly<Record<string, ResourceResult>>): Judged {
  return Object.entries(resources).flatMap(([resource, judged]) =>
    judged.verdict === 'unsupported' ? [] : [[{ ...labels, resource }, judged] as const],
  );
}

/**
 * Estimate and interval: `mapileak_growth_bytes_per_cycle`, `mapileak_growth_low_bytes_per_cycle`,
 * `..._high_...`.
 */
function rates(what: string, help: string, judged: Judged): readonly Metric[] {
  const bounds = [
    ['estimate', what, `${help}.`],
    ['low', `${what}_low`, `${help}: the lower end of its interval.`],
    ['high', `${what}_high`, `${help}: the upper end of its interval.`],
  ] as const;
  return UNITS.flatMap((unit) =>
    bounds.map(([bound, name, text]) =>
      gauge(
        `${name}_${UNIT_NAMES[unit]}_per_cycle`,
        text,
        judged.flatMap(([labels, { perCycle, unit: own }]) =>
          own === unit && perCycle !== null ? [[labels, perCycle[bound]] as const] : [],
        ),
      ),
    ),
  );
}

function gauge(name: string, help: string, samples: Metric['samples']): Metric {
  return { name: `mapileak_${name}`, help, samples };
}

import { createSeriesCollector, type SeriesCollector } from '../../../../harness/analyse/series.ts';
import type { ArmName } from '../../../../harness/contract/arms.ts';
import type { Readings } from '../../../../harness/contract/resources.ts';
import type { CensusEntry, Phase, Sample } from '../../../../harness/contract/sample.ts';
import { nextSample } from '../../../../harness/contract/sampling.ts';
import { explainingTurns } from '../../../../harness/execute/turns.ts';

/** What a process has been through when it is sampled. */
export interface History {
  readonly logons: number;
  /** Logons as somebody else than before. */
  readonly switches: number;
  /** Mailboxes met. */
  readonly mailboxes: number;
  readonly minutes: number;
  /** Of `minutes`, those without cycles. */
  readonly restMinutes: number;
}

export interface ExplainedShape {
  readonly read?: (history: History, replicate: number) => Readings;
  readonly sweepCycles?: number;
  readonly mailboxes?: number;
  readonly mailboxOrder?: 'sequential' | 'repeated';
  readonly replicates?: number;
  readonly cycleMs?: (cycle: number) => number;
  readonly restMs?: number;
  readonly census?: (history: History, replicate: number) => readonly CensusEntry[];
  /** Of the cycles after the sweep, whether this one fails. */
  readonly fails?: (cycle: number) => boolean;
}

/** Hears of replicates of an arm that go through all phases, as their session hosts would tell it. */
export function explainedCollector(shape: ExplainedShape, arm: ArmName = 'off'): SeriesCollector {
  const collector = createSeriesCollector();
  for (let replicate = 1; replicate <= (shape.replicates ?? 4); replicate += 1) {
    for (const sample of samplesOf(shape, arm, replicate)) collector.add(sample);
  }
  return collector;
}

export function* samplesOf(shape: ExplainedShape, arm: ArmName, replicate: number): Generator<Sample> {
  const { sweepCycles = 400, mailboxes = 40, mailboxOrder = 'sequential', restMs = 6000 } = shape;
  const { cycleMs = () => 20, fails = () => false } = shape;
  const count = mailboxOrder === 'repeated' ? 1 : mailboxes;
  let history: History = { logons: 0, switches: 0, mailboxes: 0, minutes: 0, restMinutes: 0 };
  let cycle = 0;
  let failedCycles = 0;
  let last = -1;
  const logOn = (mailbox: number): void => {
    history = {
      ...history,
      logons: history.logons + 1,
      switches: history.switches + (mailbox === last ? 0 : 1),
      mailboxes: Math.max(history.mailboxes, mailbox + 1),
    };
    last = mailbox;
  };
  const run = (cycles: number, mailboxOf: (cycle: number) => number): void => {
    for (const end = cycle + cycles; cycle < end; cycle += 1) {
      history = { ...history, minutes: history.minutes + cycleMs(cycle) / 60_000 };
      if (cycle >= sweepCycles && fails(cycle)) failedCycles += 1;
      else logOn(mailboxOf(cycle));
    }
  };
  const sampled = (phase: Phase, census: boolean): Sample => ({
    ...{ schema: 1, kind: 'quiescent', replicate: `${arm}-${replicate}`, arm, phase, cycle, failedCycles },
    elapsedMs: history.minutes * 60_000,
    readings: shape.read?.(history, replicate) ?? {},
    walk: {
      ...{ covered: 'all', heaps: 1, busyBlocks: 1, walkMs: 1, groups: [] },
      ...(census ? { census: [...(shape.census?.(history, replicate) ?? [])] } : {}),
    },
  });
  yield sampled('sweep', false);
  const plan = { blockCycles: null, length: { by: 'cycles', cycles: sweepCycles } } as const;
  while (cycle < sweepCycles) {
    run(nextSample(cycle, plan) - cycle, (at) => at % count);
    yield sampled('sweep', false);
  }
  const source = { kind: 'generated', count: mailboxes } as const;
  for (const turn of explainingTurns({ mailboxes: source, mailboxOrder })) {
    const hammered = last;
    run(turn.cycles, (at) => (turn.mailboxes === 'last' ? hammered : at % count));
    const minutes = turn.rest ? restMs / 60_000 : 0;
    history = {
      ...history,
      minutes: history.minutes + minutes,
      restMinutes: history.restMinutes + minutes,
    };
    yield sampled(turn.phase, turn.census);
  }
}

import type { ArmName } from '../../contract/arms.ts';
import { type CycleCount, type WatchedProcess, watchedNames } from '../../contract/attached.ts';
import { DOCUMENTED_FLAG_PLACE, type Plan, SCHEMA_VERSION } from '../../contract/plan.ts';
import { marginsOf } from '../margins.ts';
import { DEFAULTS } from '../options.ts';
import { ATTACH_DEFAULTS, type AttachOptions } from './options.ts';

const SECOND_MS = 1000;

/**
 * The plan of an attached run. What it shares with other runs and has no meaning here says what is true of it: nobody is
 * impersonated, no flag is written, and no mailbox is known.
 */
export function makeAttachPlan(
  options: AttachOptions,
  processes: readonly WatchedProcess[],
  arm: ArmName,
  now: Date,
): Plan {
  const { cycles, duration, expect, ffi, horizon, interval, maxCycles, warmUp } = options;
  return {
    schema: SCHEMA_VERSION,
    command: 'attach',
    createdAt: now.toISOString(),
    scenario: { name: watchedNames(processes.map(({ name }) => name)), file: null, sha256: null },
    mapi: { kind: 'system' },
    ffi,
    impersonation: 'none',
    logonType: DEFAULTS.logonType,
    mailboxes: { kind: 'generated', count: 1 },
    mailboxOrder: 'repeated',
    arms: [arm],
    control: false,
    flagPlaces: DOCUMENTED_FLAG_PLACE,
    replicates: processes.length,
    layout: 'side-by-side',
    length: { by: 'duration', durationMs: duration ?? ATTACH_DEFAULTS.longestMs },
    horizonCycles: horizon ?? usualHorizon(cycles),
    blockCycles: null,
    dither: false,
    selfTest: false,
    explain: false,
    seed: DEFAULTS.seed,
    order: processes.map(({ replicate }) => ({ replicate, arm, round: 1 })),
    walkBudget: 0,
    margin: marginsFor(options, cycles),
    confidence: DEFAULTS.confidence,
    hangTimeoutMs: DEFAULTS.hangTimeoutSeconds * SECOND_MS,
    standInDials: {},
    expect: expect ?? null,
    thresholds: [],
    lostHosts: 'end-run',
    abortOverBytes: null,
    attached: {
      processes: [...processes],
      cycles,
      intervalMs: interval,
      warmUpMs: warmUp ?? 0,
      durationMs: duration ?? null,
      maxCycles: maxCycles ?? null,
    },
  };
}

function usualHorizon(cycles: CycleCount): number {
  const { fewestHorizonCycles, horizonCycles } = ATTACH_DEFAULTS;
  if (cycles.by === 'log') return horizonCycles;
  return Math.max(fewestHorizonCycles, Math.ceil((horizonCycles * SECOND_MS) / cycles.everyMs));
}

/** By time, the same growth passes however long a cycle is: the usual margins are those of a second. What was given is per cycle. */
function marginsFor({ margin }: AttachOptions, cycles: CycleCount): Plan['margin'] {
  if (cycles.by === 'log') return marginsOf({ margin });
  const seconds = cycles.everyMs / SECOND_MS;
  const given = marginsOf({ margin });
  const isGiven = (resource: string | null): boolean => margin.some((each) => each.resource === resource);
  return {
    bytesPerCycle: given.bytesPerCycle * (isGiven(null) ? 1 : seconds),
    countPerCycle: given.countPerCycle * seconds,
    of: Object.fromEntries(
      Object.entries(given.of).map(([resource, perCycle]) => [
        resource,
        perCycle * (isGiven(resource) ? 1 : seconds),
      ]),
    ),
  };
}

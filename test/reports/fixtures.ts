import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { ArmName } from '../../harness/contract/arms.ts';
import type { Environment } from '../../harness/contract/environment.ts';
import type { Plan } from '../../harness/contract/plan.ts';
import { RESOURCES, type ResourceName } from '../../harness/contract/resources.ts';
import type {
  ArmResult,
  ExhaustedReplicate,
  Rate,
  ResourceResult,
  Result,
} from '../../harness/contract/result.ts';
import type { HeapWalks, RunSeries, Series } from '../../harness/contract/series.ts';
import type { ReportInput } from '../../reports/report-input.ts';

const SEED = 20_050_128;
const ARMS = ['off', 'on', 'control'] as const satisfies readonly ArmName[];
const REPLICATES = 4;
const BLOCKS = 24;
/** One before the first block and one after each. */
const SAMPLES = BLOCKS + 1;
const BLOCK_CYCLES = 40;
const CYCLES = BLOCKS * BLOCK_CYCLES;
const WINDOW = { fromCycle: CYCLES / 4, toCycle: CYCLES };

/** How one resource moves in one arm: where it starts, what warms up, what leaks, and what jitters. */
interface Motion {
  readonly start: number;
  readonly warmUp: number;
  readonly perCycle: number;
  readonly jitter: number;
}

const LEAK_BYTES = 4096;

function motionOf(resource: ResourceName, arm: ArmName): Motion {
  const leaking = arm === 'off';
  const working = arm !== 'control';
  const bytes = { warmUp: working ? 180_000 : 24_000, perCycle: leaking ? LEAK_BYTES : 0 };
  switch (resource) {
    case 'heapBytes':
      return { start: 1_204_224, jitter: 0, ...bytes };
    case 'heaps':
      return { start: 3, warmUp: 0, perCycle: leaking ? 1 : 0, jitter: 0 };
    case 'handles':
      return { start: 148, warmUp: working ? 6 : 0, perCycle: 0, jitter: 2 };
    case 'committedHeapBytes':
      return { start: 4_194_304, jitter: 4096, ...bytes, perCycle: leaking ? 2 * LEAK_BYTES : 0 };
    case 'privateBytes':
      return { start: 38_797_312, jitter: 65_536, ...bytes, perCycle: leaking ? 2 * LEAK_BYTES : 3 };
    case 'workingSetBytes':
      return { start: 71_303_168, jitter: 262_144, ...bytes, perCycle: leaking ? 2 * LEAK_BYTES : 12 };
    default:
      return { start: 11, warmUp: 0, perCycle: 0, jitter: 0 };
  }
}

export const SAMPLED = [
  'heapBytes',
  'heaps',
  'handles',
  'committedHeapBytes',
  'privateBytes',
  'threads',
  'workingSetBytes',
] as const satisfies readonly ResourceName[];

/** One replicate of one resource, with so many samples; the same seed gives the same numbers. */
export function seriesOf(resource: ResourceName, arm: ArmName, replicate: number, samples = SAMPLES): Series {
  const random = xoroshiro128plus(SEED + 97 * replicate + 1009 * arm.length + resource.length);
  const { start, warmUp, perCycle, jitter } = motionOf(resource, arm);
  const baseline = start + replicate * RESOURCES[resource].grain * 8;
  const cycles = Float64Array.from({ length: samples }, (_, at) => at * BLOCK_CYCLES);
  const values = cycles.map((cycle) => {
    const settled = warmUp * (1 - Math.exp(-cycle / 60));
    return Math.round(baseline + settled + perCycle * cycle + uniformInt(random, -jitter, jitter));
  });
  return { replicate: `${arm}-${replicate}`, arm, cycles, values };
}

/** All series of a run with so many samples a replicate. */
export function seriesOfRun(samples = SAMPLES, resources: readonly ResourceName[] = SAMPLED): RunSeries {
  const replicates = Array.from({ length: REPLICATES }, (_, at) => at + 1);
  return new Map(
    resources.map((resource) => [
      resource,
      ARMS.flatMap((arm) => replicates.map((replicate) => seriesOf(resource, arm, replicate, samples))),
    ]),
  );
}

/** The provider's heap holds a session while it is measured; every cycle of off leaves a heap behind. */
export function heapWalksOf(arm: ArmName, replicate: number): HeapWalks {
  const group = (name: string, heaps: number, busyBytes: number) => ({
    name,
    heaps,
    busyBytes,
    busyBlocks: 2 * heaps,
    committedBytes: 8192 * heaps,
  });
  const named = [group('process heap', 1, 1_200_000), group('first seen at MAPIInitialize', 1, 3104)];
  const leaked = [
    group('first seen in cycles 1 to 480', 480, 480 * LEAK_BYTES),
    group('first seen in cycles 481 to 960', 480, 480 * LEAK_BYTES),
  ];
  return {
    replicate: `${arm}-${replicate}`,
    arm,
    first: { cycle: 0, groups: named },
    last: { cycle: CYCLES, groups: arm === 'off' ? [...named, ...leaked] : named },
  };
}

export function rate(estimate: number, halfWidth: number): Rate {
  return { estimate, low: estimate - halfWidth, high: estimate + halfWidth, confidence: 0.95 };
}

export function resourceResult(
  resource: ResourceName,
  perCycle: Rate | null,
  change: Partial<ResourceResult> = {},
): ResourceResult {
  const leaks = perCycle !== null && perCycle.low > 0;
  const verdict = perCycle === null ? 'unsupported' : leaks ? 'leak' : 'no-leak';
  return {
    verdict,
    reason: leaks ? 'grew evenly over the whole window' : 'the whole interval lies below the margin',
    unit: RESOURCES[resource].unit,
    perCycle,
    smallestDetectable: perCycle && (perCycle.high - perCycle.low) * 0.9,
    samples: perCycle ? SAMPLES : 0,
    window: perCycle && WINDOW,
    trend: null,
    ...change,
  };
}

function resourcesOf(arm: ArmName): ArmResult['resources'] {
  const leaking = arm === 'off';
  return {
    heapBytes: resourceResult(
      'heapBytes',
      leaking ? rate(4096.01, 0.42) : arm === 'on' ? rate(0.03, 0.38) : rate(0, 0.11),
    ),
    heaps: resourceResult('heaps', leaking ? rate(1, 0.0003) : rate(0, 0.0003)),
    handles: resourceResult('handles', leaking ? rate(0.0004, 0.0016) : rate(-0.0003, 0.0014)),
    committedHeapBytes: resourceResult('committedHeapBytes', leaking ? rate(8192, 11.5) : rate(-2.2, 11.5)),
    privateBytes: resourceResult(
      'privateBytes',
      leaking ? rate(8204.5, 96) : rate(18.4, 88.2),
      leaking
        ? {}
        : {
            verdict: 'inconclusive',
            reason:
              'the interval reaches beyond the margin of 64 bytes; four times as many cycles would settle it',
          },
    ),
    threads: resourceResult('threads', rate(0, 0.0003)),
    gdiObjects: resourceResult('gdiObjects', null, { reason: 'there is no GDI on Linux' }),
  };
}

export function armResult(arm: ArmName, change: Partial<ArmResult> = {}): ArmResult {
  const leaking = arm === 'off';
  return {
    arm,
    cleanUpMapiHeap: arm === 'off' ? 0 : arm === 'on' ? 1 : null,
    verdict: leaking ? 'leak' : 'no-leak',
    reason: leaking
      ? 'busy heap bytes and heaps grow with every logon'
      : 'every gating resource stays below its margin',
    replicates: REPLICATES,
    cycles: REPLICATES * CYCLES,
    cyclesPerSecond: arm === 'control' ? 9120 : 1480,
    failures: { total: 0, byCode: {}, byMailbox: {}, mailboxesFailed: 0 },
    exhausted: [],
    resources: resourcesOf(arm),
    kinds: [],
    leftBehind: [],
    ...change,
  };
}

/** A replicate of the off arm that ran out in this cycle. */
export const exhausted = (cycle: number, change: Partial<ExhaustedReplicate> = {}): ExhaustedReplicate => ({
  replicate: 'off-1',
  cycle,
  code: 'MAPI_E_NOT_ENOUGH_MEMORY',
  call: 'MAPILogonEx',
  mailbox: 'user0007@example.test',
  cycles: cycle + 3,
  failedCycles: 3,
  privateBytes: 2_040_109_466,
  virtualBytes: 2_126_008_811,
  heaps: cycle + 2,
  ...change,
});

export const FAILURES: ArmResult['failures'] = {
  total: 14,
  byCode: { MAPI_E_NETWORK_ERROR: 2, MAPI_E_LOGON_FAILED: 12 },
  byMailbox: { 'user0007@example.test': 2, 'user0031@example.test': 12 },
  mailboxesFailed: 2,
};

export function makeResult(change: Partial<Result> = {}): Result {
  return {
    schema: 1,
    verdict: 'fixed',
    reason:
      'off leaks 4,096.01 bytes [4,095.59, 4,096.43] and 1 heap [0.9997, 1.0003] per logon; on, none down to 0.68 bytes',
    standIn: true,
    scenario: 'logon-logoff',
    complete: true,
    selfTest: {
      outcome: 'passed',
      reason: 'control: none down to 0.3 bytes; planted: 128 bytes [127.9, 128.1] per cycle, found',
      plantedBytesPerCycle: 128,
      found: rate(128, 0.1),
    },
    arms: [armResult('off', { failures: FAILURES }), armResult('on'), armResult('control')],
    differences: [
      {
        minuend: 'off',
        subtrahend: 'on',
        resources: {
          heapBytes: resourceResult('heapBytes', rate(4095.97, 0.57)),
          heaps: resourceResult('heaps', rate(1, 0.0004)),
          handles: resourceResult('handles', rate(0, 0.0023)),
          privateBytes: resourceResult('privateBytes', rate(8186.1, 130)),
        },
        firstSeen: null,
        reduction: null,
        permutationP: null,
      },
    ],
    thresholds: [],
    warnings: [
      '14 cycles of off failed at 2 mailboxes: check their passwords with mapileak doctor, or leave them out of the list',
    ],
    ...change,
  };
}

export function makePlan(change: Partial<Plan> = {}): Plan {
  return {
    schema: 1,
    command: 'compare',
    createdAt: '2026-11-22T14:02:11.000Z',
    scenario: { name: 'logon-logoff', file: null, sha256: null },
    mapi: { kind: 'stand-in' },
    ffi: 'ffi-napi',
    impersonation: 'logon-user',
    logonType: 'interactive',
    mailboxes: { kind: 'generated', count: 200 },
    mailboxOrder: 'shuffled',
    arms: ['off', 'on'],
    control: true,
    flagPlaces: { view: 'own', key: 'applications' },
    replicates: REPLICATES,
    layout: 'side-by-side',
    length: { by: 'cycles', cycles: CYCLES },
    horizonCycles: null,
    blockCycles: BLOCK_CYCLES,
    dither: true,
    selfTest: true,
    explain: true,
    seed: SEED,
    order: Array.from({ length: REPLICATES }, (_, at) =>
      (at % 2 === 0 ? ARMS : ARMS.toReversed()).map((arm) => ({
        replicate: `${arm}-${at + 1}`,
        arm,
        round: at + 1,
      })),
    ).flat(),
    walkBudget: 0.1,
    margin: { bytesPerCycle: 64, countPerCycle: 0.01, of: {} },
    confidence: 0.95,
    hangTimeoutMs: 60_000,
    standInDials: { InstanceBytes: LEAK_BYTES },
    expect: 'fixed',
    thresholds: [],
    lostHosts: 'end-run',
    abortOverBytes: null,
    ...change,
  };
}

const APPLICATIONS_KEY = 'HKLM\\SOFTWARE\\Microsoft\\Windows Messaging Subsystem\\Applications';

export function makeEnvironment(change: Partial<Environment> = {}): Environment {
  return {
    schema: 1,
    mapileak: '0.1.0',
    node: '20.20.2',
    platform: 'linux',
    arch: 'x64',
    osRelease: '6.1.0-28-amd64',
    wine: null,
    cpus: 2,
    totalMemoryBytes: 8_326_430_720,
    bitness: 64,
    standIn: true,
    standInDials: {},
    libraries: [
      {
        path: '/opt/mapileak/native-bindings/stand-in/build/libmapi32.so',
        bytes: 68_432,
        sha256: 'b1946ac92492d2347c6235b4d2611184b1946ac92492d2347c6235b4d2611184',
        version: '6.5.7232.75',
        unreadable: null,
      },
      {
        path: '/opt/mapileak/native-bindings/stand-in/build/libwin32.so',
        bytes: 91_120,
        sha256: '591785b794601e212b260e25925636fd591785b794601e212b260e25925636fd',
        version: null,
        unreadable: null,
      },
    ],
    flagBefore: [
      {
        view: '64-bit',
        key: APPLICATIONS_KEY,
        value: null,
      },
      {
        view: '32-bit',
        key: 'HKLM\\SOFTWARE\\Wow6432Node\\Microsoft\\Windows Messaging Subsystem\\Applications',
        value: 0,
      },
    ],
    preflight: [],
    unsupported: [
      { resource: 'gdiObjects', reason: 'there is no GDI on Linux' },
      { resource: 'userObjects', reason: 'there are no USER objects on Linux' },
    ],
    ...change,
  };
}

/** A finished run on the stand-in: off leaks 4,096 bytes and one heap per logon, on and control are flat. */
export function makeInput(change: Partial<ReportInput> = {}): ReportInput {
  return {
    plan: makePlan(),
    environment: makeEnvironment(),
    result: makeResult(),
    series: seriesOfRun(),
    heapWalks: ARMS.flatMap((arm) => [heapWalksOf(arm, 1), heapWalksOf(arm, 2)]),
    flagReadBacks: [
      { arm: 'off', wanted: 0, view: '64-bit', key: APPLICATIONS_KEY, value: 0, times: 4 },
      { arm: 'on', wanted: 1, view: '64-bit', key: APPLICATIONS_KEY, value: 1, times: 4 },
    ],
    runFolder: '/srv/soak/runs/2026-11-22T14-02-11-logon-logoff',
    finishedAt: '2026-11-22T14:03:04.120Z',
    durationMs: 52_900,
    ...change,
  };
}

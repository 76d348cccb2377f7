import type { ArmResult, Difference, GrowthKind, LeftBehind, Result } from '../../harness/contract/result.ts';
import { makeResult, rate } from './fixtures.ts';

/** The leak of the off arm, explained: it comes with a change of identity and with nothing else. */
export const growthKind = (change: Partial<GrowthKind> = {}): GrowthKind => ({
  resource: 'heapBytes',
  perLogon: rate(0.01, 0.4),
  perSwitch: rate(4096, 0.42),
  perMailbox: rate(0, 0.5),
  perMinute: null,
  kinds: ['per-switch'],
  sentence: '4,096 bytes [4,095.6, 4,096.4] per change of identity; none per logon of the same mailbox',
  ...change,
});

export function leftBehind(blockBytes: number, heap = 'first seen while cycles ran'): LeftBehind {
  const size = blockBytes.toLocaleString('en');
  return {
    heap,
    blockBytes,
    blocksPerCycle: 2,
    sentence: `+2 blocks of ${size} bytes per logon in the heap ${heap}`,
  };
}

export const FLAG_EFFECT: Pick<Difference, 'firstSeen' | 'reduction' | 'permutationP'> = {
  firstSeen: { resource: 'heapBytes', look: 2, logons: 128, perCycle: rate(4096, 3.2) },
  reduction: { resource: 'heapBytes', estimate: 0.83, low: 0.79, high: 0.87 },
  permutationP: 1 / 70,
};

/** The result with everything that only some runs find out. */
export function makeExplainedResult(change: Partial<Result> = {}): Result {
  const plain = makeResult();
  return {
    ...plain,
    arms: plain.arms.map((arm) => ({
      ...arm,
      resources: withTrends(arm.resources),
      kinds:
        arm.arm === 'off'
          ? [
              growthKind(),
              growthKind({
                resource: 'heaps',
                perSwitch: rate(1, 0.0004),
                sentence: '1 heap [0.9996, 1.0004] per change of identity',
              }),
            ]
          : [],
      leftBehind: arm.arm === 'off' ? [leftBehind(2048), leftBehind(512)] : [],
    })),
    differences: plain.differences.map((difference) => ({ ...difference, ...FLAG_EFFECT })),
    ...change,
  };
}

function withTrends(resources: ArmResult['resources']): ArmResult['resources'] {
  return Object.fromEntries(
    Object.entries(resources).map(([name, resource]) => {
      const leaks = resource.verdict === 'leak';
      const trend = leaks
        ? { s: 171, z: 5.9478, p: 2.7e-9, correctedZ: 3.21 }
        : { s: -4, z: -0.1, p: 0.92, correctedZ: null };
      return [name, { ...resource, trend: resource.perCycle && trend }];
    }),
  );
}

import { test } from 'tap';
import {
  horizonOf,
  LEAST_HORIZON,
  looksOf,
  type Question,
  type RulesPlan,
  rulesFor,
} from '../../../harness/analyse/rules.ts';
import { looksUpTo } from '../../../harness/contract/looks.ts';
import { RESOURCE_NAMES } from '../../../harness/contract/resources.ts';
import { PLAN } from './make-run.ts';

const QUESTIONS: readonly Question[] = ['arm', 'instrument', 'difference', 'kind'];
const settled = (maxCycles: number, horizonCycles: number | null = 2048): RulesPlan => ({
  ...PLAN,
  length: { by: 'settled', maxCycles },
  horizonCycles,
});

test('the error is split over all looks that a question may be answered at', async (t) => {
  for (const question of QUESTIONS) {
    const { oneSided } = rulesFor('heapBytes', settled(4096), question);
    const looks = Math.max(1, looksOf(settled(4096), question).length);
    t.ok(Math.abs((1 - oneSided) * looks - 0.025) < 1e-12, `${question}: ${looks} looks`);
  }
  t.equal(rulesFor('heapBytes', settled(4096)).confidence, 0.95, 'what is printed is that of all together');
});

test('an arm is asked from its horizon on, the instrument earlier, a difference at every look', async (t) => {
  t.same(looksOf(settled(4096), 'arm'), [2048, 4096]);
  t.same(looksOf(settled(4096), 'instrument'), [512, 1024, 2048, 4096]);
  t.same(looksOf(settled(4096), 'difference'), looksUpTo(4096));
  t.same(looksOf(settled(4096), 'kind'), [], 'kinds are asked once');
  t.same(looksOf(settled(3000), 'arm'), [2048, 3000], 'the longest run is a look, too');
  t.same(looksOf(settled(1000), 'arm'), [], 'a run that ends before its horizon answers nothing');
});

test('a run of fixed length has one look, at its end', async (t) => {
  for (const length of [
    { by: 'cycles', cycles: 4096 } as const,
    { by: 'duration', durationMs: 1 } as const,
  ]) {
    for (const question of QUESTIONS) {
      t.same(looksOf({ ...PLAN, length }, question), []);
      t.equal(rulesFor('heapBytes', { ...PLAN, length }, question).oneSided, 0.975);
    }
  }
});

test('each question has its horizon', async (t) => {
  t.equal(horizonOf(settled(4096), 'arm'), 2048);
  t.equal(horizonOf(settled(4096), 'instrument'), 512);
  t.equal(horizonOf(settled(4096, 300), 'instrument'), 300, 'never later than that of an arm');
  t.equal(horizonOf(settled(4096), 'difference'), 256);
  t.equal(horizonOf(settled(4096, null), 'arm'), LEAST_HORIZON);
  t.equal(horizonOf(PLAN, 'arm'), LEAST_HORIZON, 'a fixed length has no horizon of its own');
  t.equal(horizonOf(PLAN, 'difference'), 256);
});

test('a single resource may have a margin of its own', async (t) => {
  const margin = {
    bytesPerCycle: 64,
    countPerCycle: 0.01,
    of: { handles: 0.5, privateBytes: 4096 },
  } as const;
  const marginOf = (resource: (typeof RESOURCE_NAMES)[number]): number =>
    rulesFor(resource, { ...PLAN, margin }).margin;
  t.equal(marginOf('heapBytes'), 64);
  t.equal(marginOf('heaps'), 0.01);
  t.equal(marginOf('handles'), 0.5);
  t.equal(marginOf('privateBytes'), 4096);
  t.equal(rulesFor('privateBytes', { ...PLAN, margin }).convictionFloor, 4096, 'support must exceed it');
});

test('only gates acquit, and only gates convict of less than the margin', async (t) => {
  for (const resource of RESOURCE_NAMES) {
    const { info, canAcquit, stepwise, convictionFloor, convictionOneSided, oneSided } = rulesFor(
      resource,
      settled(4096),
    );
    const isGate = info.role === 'gate';
    t.equal(canAcquit, isGate, resource);
    t.equal(stepwise, !isGate);
    t.equal(convictionFloor === 0, isGate);
    t.equal(convictionOneSided, isGate ? oneSided : 0.999);
  }
});

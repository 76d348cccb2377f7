import { test } from 'tap';
import type { Family } from '../verdict-bench/family.ts';
import { ALL_FAMILIES } from '../verdict-bench/more-families.ts';
import { projectDetector } from '../verdict-bench/project-detector.ts';
import { EFFECT_BYTES_PER_CYCLE, PLANS } from '../verdict-bench/settings.ts';
import { tallyOne } from '../verdict-bench/tally-one.ts';
import { tallyPair } from '../verdict-bench/tally-pair.ts';

/** A handful of the benchmark's runs: enough to see a rule that has broken, not to measure a rate. */
const FEW = { seed: 20_040, sims: 6 };
const one = (family: Family) => tallyOne(family, projectDetector, PLANS['until-settled'], FEW);

const familiesOf = (kind: Family['kind']): readonly Family[] =>
  ALL_FAMILIES.filter((family) => family.kind === kind && !family.traits.includes('rare-lumps'));

test('nothing that does not leak is called a leak', async (t) => {
  for (const family of ALL_FAMILIES.filter(({ kind }) => kind !== 'leak')) {
    t.equal(one(family).leak, 0, `${family.id} ${family.name}`);
  }
});

test('every leak is found, and its interval holds it', async (t) => {
  for (const family of familiesOf('leak')) {
    const { covered, leak, noLeak } = one(family);
    t.equal(noLeak, 0, `${family.id} ${family.name}: none is acquitted`);
    t.ok(leak >= FEW.sims - 1, `${family.id} ${family.name}: ${leak} of ${FEW.sims} convicted`);
    t.ok(covered >= FEW.sims - 1, `${family.id} ${family.name}: ${covered} of ${FEW.sims} intervals`);
  }
});

test('what the flag changes is seen after 64 logons where readings are exact', async (t) => {
  const few = { ...FEW, sims: 3 };
  for (const family of ALL_FAMILIES.filter(({ traits }) => traits.includes('exact'))) {
    const name = `${family.id} ${family.name}`;
    const plan = PLANS['until-settled'];
    const changed = tallyPair(family, EFFECT_BYTES_PER_CYCLE, projectDetector, plan, few);
    t.match(changed, { effect: few.sims, medianLogons: 64 }, name);
    t.match(tallyPair(family, 0, projectDetector, plan, few), { effect: 0, worse: 0 }, `${name}, unchanged`);
  }
});

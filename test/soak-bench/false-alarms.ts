import { judgeArms } from '../../harness/analyse/analyse.ts';
import { createMergingCollector } from '../../harness/analyse/merging/collector.ts';
import { isSoakLook } from '../../harness/contract/looks.ts';
import type { Plan } from '../../harness/contract/plan.ts';
import { ENVIRONMENT } from '../harness/analyse/make-run.ts';
import { noiseOf } from '../support/noise.ts';
import { type RoundCurve, soakPlan, tellRound } from '../support/soak-rounds.ts';
import { type Family, hashOf } from '../verdict-bench/family.ts';
import { ALL_FAMILIES } from '../verdict-bench/more-families.ts';

/**
 * How often soaks of arms that do not leak, and are alike, are called leaks, or their arms different, at any of their
 * looks, and at any checkpoint:
 *
 *     node dist/test/soak-bench/false-alarms.js [SOAKS [ROUNDS [FAMILY...]]]
 */
const [soaks = '30', rounds = '200', ...ids] = process.argv.slice(2);
const FAMILIES = ids.length > 0 ? ids : ['N02', 'N03', 'N06', 'N10', 'N11', 'N31'];
const CYCLES = 512;
const BASE = 5 * 1024 * 1024;
const CHECKPOINT_EVERY = 40;

/** Arms that were called a leak, and pairs that were called different. */
interface Alarms {
  readonly leak: boolean;
  readonly difference: boolean;
}

/** Rounds of what has nothing in common: processes of one soak share what those of a run share. */
function curveOf(family: Family, soak: number, arm: string): RoundCurve {
  return (round) => {
    const common = noiseOf(hashOf(`${family.id} ${soak}`));
    const curve = family.run(common, CYCLES)(noiseOf(hashOf(`${family.id} ${soak} ${arm} ${round}`)));
    return (cycle) => BASE + Math.round(curve(cycle));
  };
}

function soakOf(
  family: Family,
  soak: number,
  plan: Plan,
): { readonly looks: Alarms; readonly checkpoints: Alarms } {
  const collector = createMergingCollector(plan);
  const curves = {
    off: { heapBytes: curveOf(family, soak, 'off') },
    on: { heapBytes: curveOf(family, soak, 'on') },
  };
  let [looks, checkpoints]: [Alarms, Alarms] = [NONE, NONE];
  for (let round = 1; round <= Number(rounds); round += 1) {
    tellRound(round, curves, plan, collector);
    const isLook = isSoakLook(round) || round === Number(rounds);
    if (!isLook && round % CHECKPOINT_EVERY > 0) continue;
    const { differences, tested } = judgeArms({
      plan,
      environment: ENVIRONMENT,
      collected: collector.finish(),
    });
    const now: Alarms = {
      leak: tested.some(({ result }) => result.verdict === 'leak'),
      difference: differences.some(({ resources }) => {
        const rate = resources['heapBytes']?.perCycle;
        return resources['heapBytes']?.verdict === 'leak' || (rate != null && rate.high < 0);
      }),
    };
    checkpoints = either(checkpoints, now);
    if (isLook) looks = either(looks, now);
  }
  return { looks, checkpoints };
}

const NONE: Alarms = { leak: false, difference: false };
const either = (a: Alarms, b: Alarms): Alarms => ({
  leak: a.leak || b.leak,
  difference: a.difference || b.difference,
});

const plan = soakPlan({ arms: ['off', 'on'], length: { by: 'cycles', cycles: CYCLES } });
process.stdout.write(
  `${soaks} soaks of ${rounds} rounds each; of two arms that are alike and do not leak\n` +
    'family                     leak at a look  at a checkpoint  different at a look  at a checkpoint\n',
);
for (const id of FAMILIES) {
  const family = ALL_FAMILIES.find((each) => each.id === id);
  if (family === undefined) throw new Error(`no family ${id}`);
  const found = Array.from({ length: Number(soaks) }, (_, soak) => soakOf(family, soak, plan));
  const count = (of: (each: (typeof found)[number]) => boolean): string => String(found.filter(of).length);
  const cells = [
    count(({ looks }) => looks.leak).padStart(14),
    count(({ checkpoints }) => checkpoints.leak).padStart(16),
    count(({ looks }) => looks.difference).padStart(20),
    count(({ checkpoints }) => checkpoints.difference).padStart(16),
  ];
  process.stdout.write(`${`${id} ${family.name}`.padEnd(26)} ${cells.join(' ')}\n`);
}

import { parseArgs } from 'node:util';
import { messageOf } from '../../harness/contract/errors.ts';
import { faultOf, lineOf } from './report.ts';
import { runTargets } from './run-targets.ts';
import { TARGETS } from './targets.ts';

/** Feeds bad input to every reader: npm run fuzz -- [--runs 100000] [--seed 1] [--target csv] */

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '891509' },
    target: { type: 'string', multiple: true, default: [...TARGETS.keys()] },
  },
});
let failed = 0;
for (const name of values.target) {
  try {
    for (const report of await runTargets([{ name, runs: Number(values.runs) }], Number(values.seed))) {
      process.stdout.write(`${lineOf(report)}\n`);
      if (faultOf(report) !== null) failed += 1;
    }
  } catch (error) {
    process.stdout.write(`FAILED ${messageOf(error)}\n`);
    failed += 1;
  }
}
process.stdout.write(`# fuzz: ${values.target.length - failed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

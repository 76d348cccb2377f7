import { test } from 'tap';
import { faultOf, lineOf } from '../fuzz/report.ts';
import { runTargets } from '../fuzz/run-targets.ts';
import { TARGETS } from '../fuzz/targets.ts';
import { noCrossCompiler } from '../native-bindings/windows/make-dll.ts';

const SEED = 891_509;
/** At night `npm run fuzz` feeds 100,000 to each. */
const RUNS = 2000;
const NO_COMPILER = noCrossCompiler();
const names = [...TARGETS.keys()].filter((name) => name !== 'pe' || NO_COMPILER === false);

/** Two processes, in each of which one target follows the other: to start one for each would cost more than they do. */
const LANES = 2;
const lanes = Array.from({ length: LANES }, (_, lane) =>
  names.filter((_name, at) => at % LANES === lane).map((name) => ({ name, runs: RUNS })),
);

test('bad input ends in an answer or a clear error, soon, and in 256 MiB', async (t) => {
  const reports = (await Promise.all(lanes.map((tasks) => runTargets(tasks, SEED)))).flat();
  t.same(reports.map(({ name }) => name).toSorted(), names.toSorted(), 'each reader was fed');
  for (const report of reports) {
    t.equal(faultOf(report), null, lineOf(report));
    t.ok(report.read > 0 && report.read < report.runs, `${report.name}: some is read, and some is not`);
  }
});

test('DLLs can be made, to be spoilt', { skip: NO_COMPILER }, (t) => {
  t.ok(names.includes('pe'));
  t.end();
});

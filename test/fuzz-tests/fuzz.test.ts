import { test } from 'tap';
import { type FuzzReport, faultOf, lineOf } from '../fuzz/report.ts';
import { runTarget } from '../fuzz/run-target.ts';
import { TARGETS } from '../fuzz/targets.ts';
import { noCrossCompiler } from '../native-bindings/windows/make-dll.ts';
import { NIGHTLY } from '../support/nightly.ts';

const SEED = 891_509;
const RUNS = NIGHTLY ? 100_000 : 2000;
/** What does more than read; it is fed by the hundred thousand, too, by `npm run fuzz`. */
const FEWER: ReadonlyMap<string, number> = new Map([
  ['judged', RUNS / 20],
  ['history', RUNS / 5],
]);
const NO_COMPILER = noCrossCompiler();
const names = [...TARGETS.keys()].filter((name) => name !== 'pe' || NO_COMPILER === false);

/** Two at a time: each is a process of its own. */
const LANES = 2;
const reports = new Map<string, Promise<FuzzReport>>();
for (const [at, name] of names.entries()) {
  const before = reports.get(names[at - LANES] ?? '');
  const report = Promise.allSettled([before]).then(() => runTarget(name, FEWER.get(name) ?? RUNS, SEED));
  report.catch(() => {});
  reports.set(name, report);
}

for (const name of names) {
  test(`${name}: bad input ends in an answer or a clear error, soon, and in 256 MiB`, async (t) => {
    const report = await reports.get(name);
    if (report === undefined) throw new Error('it was not run');
    t.equal(faultOf(report), null, lineOf(report));
    t.ok(report.read > 0, 'some of it is good enough to be read');
    t.ok(report.read < report.runs, 'and some is not');
  });
}

test('DLLs can be made, to be spoilt', { skip: NO_COMPILER }, (t) => {
  t.ok(names.includes('pe'));
  t.end();
});

import { PassThrough } from 'node:stream';
import { WriteStream } from 'node:tty';
import { test } from 'tap';
import { progressText } from '../../../harness/cli/progress.ts';
import { screenOf } from '../../../harness/cli/terminal.ts';
import { makePlan } from '../../../harness/plan/make-plan.ts';
import { DEFAULTS, parseRunOptions } from '../../../harness/plan/options.ts';

/** A stream that says it is a terminal of so many columns. */
function terminal(columns: number): WriteStream {
  return Object.assign(Object.create(WriteStream.prototype), new PassThrough(), { isTTY: true, columns });
}

test('a terminal whose size nobody has set is as wide as a pipe', async (t) => {
  t.equal(screenOf(terminal(0), {}).width, 100);
  t.equal(screenOf(terminal(0), { COLUMNS: '60' }).width, 60);
  t.equal(screenOf(terminal(72), { COLUMNS: '60' }).width, 72);
});

test('colours are left out where they are not wanted', async (t) => {
  t.equal(screenOf(terminal(80), {}).colour, true);
  t.equal(screenOf(terminal(80), { NO_COLOR: '1' }).colour, false);
  t.equal(screenOf(terminal(80), { TERM: 'dumb' }).colour, false);
});

test('progress says which replicate, how far, how fast and how long still', async (t) => {
  const { plan } = await makePlan(
    'compare',
    parseRunOptions({
      ...{ scenario: DEFAULTS.scenario, mapi: DEFAULTS.mapi, ffi: DEFAULTS.ffi, block: 50, replicates: 1 },
      ...{
        arms: 'off,on',
        control: false,
        impersonation: DEFAULTS.impersonation,
        flagView: 'own',
        flagKey: 'applications',
        logonType: DEFAULTS.logonType,
        seed: 1,
        walkBudget: 2,
        margin: 64,
      },
      ...{ hangTimeout: 120, standIn: [], cycles: 1000 },
    }),
    { platform: 'linux', wine: null },
    new Date(0),
  );
  const [slot] = plan.order;
  if (slot === undefined) throw new Error('a plan has replicates');
  const text = progressText(plan, { slot, cycles: 500, elapsedMs: 250, heaps: 502 }, 1000);
  t.match(
    text,
    /^o\w+-1 \(1 of 2\) {2}500 cycles {2}2,000 cycles\/s {2}502 heaps {2}about 3(?:\.0)? s left$/,
  );
});

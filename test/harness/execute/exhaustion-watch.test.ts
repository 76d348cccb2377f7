import { test } from 'tap';
import { FAILURE_CLASSES, type Failure, type FailureClass } from '../../../harness/contract/event.ts';
import { ExhaustionWatch, FAILURES_IN_A_ROW } from '../../../harness/execute/exhaustion-watch.ts';
import fc from '../../support/seeded-properties.ts';

const failure = (failureClass: FailureClass, code = 'MAPI_E_NOT_ENOUGH_MEMORY'): Failure => ({
  code,
  call: 'MAPILogonEx',
  failureClass,
  mailbox: 'ann',
  count: 1,
  firstCycle: 0,
});

/** Where a watch that hears these endings finds exhaustion: the first cycle of it, or null. */
function foundIn(endings: readonly (Failure | null)[]): number | null {
  const watch = new ExhaustionWatch();
  for (const [cycle, ending] of endings.entries()) {
    if (watch.found !== null) break;
    watch.cycleEnded(cycle, ending);
  }
  return watch.found?.cycle ?? null;
}

test('one failure or two are sporadic, three in a row are the end, and it began with the first', async (t) => {
  const out = failure('exhaustion');
  t.equal(FAILURES_IN_A_ROW, 3);
  t.equal(foundIn([null, out, out]), null);
  t.equal(foundIn([null, out, out, null, out, out, null]), null);
  t.equal(foundIn([null, out, out, failure('mailbox'), out, out]), null, 'another failure is none of memory');
  t.equal(foundIn([null, out, out, out]), 1);
  t.equal(foundIn([out, out, out]), 0);
  const watch = new ExhaustionWatch();
  const suspected = [out, null, failure('transient'), out, out, out].map((ending, cycle) => {
    watch.cycleEnded(cycle, ending);
    return watch.isSuspected;
  });
  t.same(suspected, [true, false, false, true, true, true]);
});

test('the code may vary, and the first is what is told', async (t) => {
  const watch = new ExhaustionWatch();
  watch.cycleEnded(7, failure('exhaustion', 'MAPI_E_NOT_ENOUGH_RESOURCES'));
  watch.cycleEnded(8, failure('exhaustion', 'MAPI_E_NOT_ENOUGH_MEMORY'));
  watch.cycleEnded(9, failure('exhaustion', 'ERROR_NOT_ENOUGH_MEMORY'));
  t.same(watch.found, {
    cycle: 7,
    code: 'MAPI_E_NOT_ENOUGH_RESOURCES',
    call: 'MAPILogonEx',
    mailbox: 'ann',
  });
});

test('it is found exactly where three cycles in a row failed by exhaustion', async () => {
  const ending = fc.constantFrom(...FAILURE_CLASSES, 'exhaustion', 'exhaustion', null);
  fc.assert(
    fc.property(fc.array(ending, { maxLength: 40 }), (classes) => {
      const letters = classes.map((each) => (each === 'exhaustion' ? 'x' : '.')).join('');
      const found = foundIn(classes.map((each) => (each === null ? null : failure(each))));
      return (found ?? -1) === letters.indexOf('xxx');
    }),
  );
});

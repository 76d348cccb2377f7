import { test } from 'tap';
import { HarnessError } from '../../../../harness/contract/errors.ts';
import { Setbacks } from '../../../../harness/execute/soak/setbacks.ts';

const LOST = new HarnessError('HOSTS_LOST', 'ten were lost in a row', 'Look at the server.');

test('a soak rests twice as long after each round that broke off, up to a quarter of an hour', async (t) => {
  const setbacks = new Setbacks();
  const rests = Array.from({ length: 7 }, () => setbacks.restMs(LOST, true));
  t.strictSame(rests, [30_000, 60_000, 120_000, 240_000, 480_000, 900_000, 900_000]);
  t.equal(setbacks.last, LOST, 'with which the soak ends, should nothing better follow');
  setbacks.roundDone();
  t.equal(setbacks.last, null);
  t.equal(setbacks.restMs(LOST, true), 30_000);
});

test('a disk that can only be read since a host was started is waited for', async (t) => {
  const error = new HarnessError('HOST_FILE_NOT_WRITTEN', 'its disk can only be read', 'Make it writable.');
  const setbacks = new Setbacks();
  t.equal(setbacks.restMs(error, true), 30_000);
  t.equal(
    setbacks.isOfServer,
    false,
    'hosts that were lost before speak against their mailboxes all the same',
  );
  setbacks.restMs(LOST, true);
  t.equal(setbacks.isOfServer, true);
});

test('what never worked, or what somebody has to mend, is no setback', async (t) => {
  const setbacks = new Setbacks();
  t.equal(setbacks.restMs(LOST, false), null);
  t.equal(setbacks.restMs(new HarnessError('CREDENTIALS', 'wrong password', 'Mend it.'), true), null);
  t.equal(setbacks.restMs(new HarnessError('HOST_DIED', 'with --lost-hosts end-run', 'Look.'), true), null);
  t.equal(setbacks.restMs(new Error('a fault'), true), null);
  t.equal(setbacks.last, null);
});

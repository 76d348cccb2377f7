import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { resultOf, workplace } from '../support/command.ts';
import { FAST, holds, kindOf, resourceOf } from '../support/verdict-run.ts';

test('compare, as it is by default, on the stand-in’s own leak', async (t) => {
  const place = workplace(t);
  const args = ['compare', '--max-cycles', '1024', '--horizon', '512', '--mailbox-count', '20', ...FAST];
  const ended = await place.mapileak([...args, '--json', '--out', place.run]);
  const result = resultOf(ended);
  const arm = (name: string) => {
    const found = result.arms.find((each) => each.arm === name);
    if (found === undefined) throw new Error(`no arm ${name}: ${result.reason}`);
    return found;
  };

  t.test('finds it, and that the flag cures it', async (t) => {
    t.equal(result.verdict, 'fixed', result.reason);
    t.equal(ended.code, 0, ended.stderr);
    holds(t, resourceOf(arm('off'), 'heapBytes').perCycle, 4096, 'bytes');
    holds(t, resourceOf(arm('off'), 'heaps').perCycle, 1, 'heaps');
    t.same(kindOf(arm('off'), 'heaps').kinds, ['per-switch'], 'a heap for each change of identity');
    t.equal(arm('on').verdict, 'no-leak');
  });

  t.test(
    'first shows that its instrument finds 128 bytes per cycle, and none where there are none',
    async (t) => {
      t.equal(result.selfTest.outcome, 'passed', result.selfTest.reason);
      t.equal(result.selfTest.plantedBytesPerCycle, 128);
      holds(t, result.selfTest.found, 128, 'planted');
      t.match(result.selfTest.reason, /planted 128 bytes per cycle: 128 bytes \[/);
    },
  );

  t.test('sees within 64 logons that the flag changes the growth', async (t) => {
    const firstSeen = result.differences[0]?.firstSeen;
    t.ok((firstSeen?.logons ?? 99) <= 64, `after ${firstSeen?.logons} logons`);
  });

  t.test('stops at the horizon, long before the most cycles, and says at which look', async (t) => {
    const looks = place.events().flatMap((event) => (event.event === 'look' ? [event] : []));
    for (const name of ['off', 'on', 'planted']) {
      const last = looks.findLast((look) => look.arm === name);
      t.equal(last?.look, 512, `${name}: ${last?.ruling}`);
      t.not(last?.ruling, 'go-on');
    }
    t.equal(arm('on').cycles, 3 * 512);
  });

  t.test('is judged again, byte for byte the same', async (t) => {
    const file = join(place.run, 'result.json');
    const written = readFileSync(file, 'utf8');
    const again = await place.mapileak(['analyse', place.run, '--json']);
    t.equal(again.code, 0, again.stderr);
    t.equal(again.stdout, ended.stdout);
    t.equal(readFileSync(file, 'utf8'), written);
  });

  t.test('names self-test and first look where people read', async (t) => {
    const { stdout } = await place.mapileak(['analyse', place.run]);
    t.match(stdout, /Self-test passed\./);
    t.match(stdout, /The flag changed (busy heap bytes|heaps) after \d+ logons/);
  });
});

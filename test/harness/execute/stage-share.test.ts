import { test } from 'tap';
import { areAbreast, goingOn, type Sweeping } from '../../../harness/execute/stage-share.ts';

const at = (sweptCycles: number, isAtLook = false, isComplete = false): Sweeping => ({
  sweptCycles,
  isAtLook,
  isComplete,
  elapsedMs: 0,
});
const SETTLED = { by: 'settled', maxCycles: 4096 } as const;

test('who is at a look waits for one that began later, and who is between looks goes on', async (t) => {
  const [early, fresh, between] = [at(512, true), at(3), at(300)];
  t.same(goingOn([early, fresh, between], SETTLED), [fresh, between]);
  t.notOk(areAbreast([early, fresh]));
});

test('hosts that are at a look together do not wait', async (t) => {
  const hosts = [at(512, true), at(512, true)];
  t.same(goingOn(hosts, SETTLED), hosts);
  t.ok(areAbreast(hosts));
});

test('in a run of a fixed length nobody waits before the end', async (t) => {
  const [done, fresh, other] = [at(600, true, true), at(3), at(200)];
  t.same(goingOn([done, fresh, other], { by: 'cycles', cycles: 600 }), [fresh, other]);
});

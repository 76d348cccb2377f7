import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { CLAIM_NAMES } from '../../harness/contract/claims.ts';
import { claimsOf, eventsOf, hostsOf, testedOn, verdictsOf } from '../support/claims.ts';

test('on the stand-in every claim holds, and no replicate is measured twice', async (t) => {
  const { ended, place, result } = await testedOn(t, []);
  t.same(
    verdictsOf(result),
    CLAIM_NAMES.map((claim) => [claim, 'confirmed']),
    JSON.stringify(result.claims.map(({ observed }) => observed)),
  );
  t.equal(ended.code, 0);
  t.equal(hostsOf(place, 'mapi32'), 9, 'off, on and control, three processes each');
  const sharedIn = (run: string): number =>
    eventsOf(place, run).filter(({ event }) => event === 'replicate-shared').length;
  t.equal(sharedIn('reload'), 3, 'the control arm of reloading is that of MAPI32');
  t.equal(sharedIn('cdo'), 0, 'CDO has a control arm of its own');
  t.ok(existsSync(join(place.run, 'cdo', 'report.html')), 'each run has its own report');
  t.match(readFileSync(join(place.run, 'report.html'), 'utf8'), '10 claims: 10 confirmed');

  const again = await place.mapileak(['analyse', place.run, '--json']);
  t.same(claimsOf(again), result, 'a folder can be judged again');
  t.equal(again.code, 0);
});

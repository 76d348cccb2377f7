import { test } from 'tap';
import type { ResourceName } from '../../harness/contract/resources.ts';
import { POINTER_BYTES } from '../../native-bindings/ffi/words.ts';
import { resultOf } from '../support/command.ts';
import { ON_WINDOWS, windowsPlace } from '../support/windows.ts';

const SHORT = ['--cycles', '510', '--block', '30', '--mailbox-count', '40', '--replicates', '2'];
const QUICK = [
  '--walk-budget',
  '60',
  '--quiet',
  '--no-control',
  '--no-explain',
  '--stand-in',
  'RoundTripMicroseconds=0',
];

/** Whole runs take long, and the article is about 32-bit programs; the bindings are tested on both bitnesses. */
const ON_32_BIT_WINDOWS = POINTER_BYTES === 4 ? ON_WINDOWS : { skip: 'runs on 32-bit Windows alone' };

interface Case {
  readonly scenario: string;
  readonly arm: 'off' | 'on';
  /** What grows, by at least so much per logon. */
  readonly resource: ResourceName;
  readonly atLeast: number;
  readonly why: string;
}

const CASES: readonly Case[] = [
  {
    scenario: 'simple-mapi',
    arm: 'off',
    resource: 'heaps',
    atLeast: 0.95,
    why: 'Simple MAPI is a wrapper of Extended MAPI',
  },
  {
    scenario: 'temporary-profile',
    arm: 'off',
    resource: 'heaps',
    atLeast: 0.95,
    why: 'profiles are made, configured and deleted in the real registry',
  },
  {
    scenario: 'reload-mapi32',
    arm: 'on',
    resource: 'heaps',
    atLeast: 0.95,
    why: 'KB 901014: freeing mapi32.dll leaves a heap, whatever the flag says',
  },
  {
    scenario: 'open-other-stores',
    arm: 'on',
    resource: 'heapBytes',
    atLeast: 450,
    why: 'KB 898782: each store of another mailbox leaves its bytes, whatever the flag says',
  },
];

for (const { arm, atLeast, resource, scenario, why } of CASES) {
  test(
    `${scenario} leaks through the system’s mapi32.dll with the flag ${arm}`,
    ON_32_BIT_WINDOWS,
    async (t) => {
      const place = windowsPlace(t);
      const what = ['--scenario', scenario, '--arms', arm, '--json', '--out', place.run];
      const ended = place.mapileak('run', ...SHORT, ...QUICK, ...what);
      const [measured] = resultOf(ended).arms;
      t.equal(measured?.failures.total, 0, ended.stderr);
      t.equal(measured?.verdict, 'leak', `${why}; ${measured?.reason}`);
      const estimate = measured?.resources[resource]?.perCycle?.estimate ?? 0;
      t.ok(estimate >= atLeast, `${estimate} ${resource} per logon`);
    },
  );
}

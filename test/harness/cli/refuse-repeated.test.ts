import { test } from 'tap';
import { refuseRepeated } from '../../../harness/cli/refuse-repeated.ts';
import fc from '../../support/seeded-properties.ts';

const refused: readonly (readonly [string, string])[] = [
  ['serve --port 0 --port 1', '--port'],
  ['compare --cycles 5 --cycles 1', '--cycles'],
  ['compare --json --json', '--json'],
  ['compare --control --no-control', '--control'],
  ['compare --mailboxCount 5 --mailbox-count=6', '--mailbox-count'],
  ['mailboxes check --pause 5 --pause-ms 1', '--pause-ms'],
  ['mailboxes from-ad --bind-dn a --user b', '--user'],
];

for (const [line, option] of refused) {
  test(`of ${line} nobody knows which one was meant`, async (t) => {
    t.throws(() => refuseRepeated(line.split(' ')), {
      code: 'USAGE',
      message: `${option} was given more than once`,
    });
  });
}

test('what a scheduled command has, and values that look like options, are no repetition', async (t) => {
  refuseRepeated(['schedule', 'install', '--name', 'a', '--', 'soak', '--name', 'b', '--name', 'c']);
  refuseRepeated(['compare', '--seed', '-5', '--replicates', '-5', '-', '--=', '--=x', '']);
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(fc.string(), (word) => refuseRepeated(['run', `--seed=${word}`])),
      { seed: 5 },
    ),
  );
});

test('what is a list may be given more than once', async (t) => {
  for (const line of [
    'compare --stand-in A=1 --standIn B=2 --margin 1 --margin heaps=1 --threshold x --threshold y',
    'analyse run --report csv=a --report junit=b --threshold x --threshold y',
    'attach 1 2 --cycle-log a --cycleLog b --margin 1 --margin 2 --report csv=a --report csv=b',
    'kb891509 --claim cure --claim cdo',
    'doctor --file a --file b',
    'bundle run --hide a --hide b',
  ])
    t.doesNotThrow(() => refuseRepeated(line.split(' ')), line);
});

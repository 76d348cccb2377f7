import { test } from 'tap';
import { givenOptions, refuseReplicates } from '../../../../harness/cli/soak/given-options.ts';
import { ignoredIn, refuseOtherPlan } from '../../../../harness/cli/soak/resume.ts';
import { HarnessError } from '../../../../harness/contract/errors.ts';

test('options are known by their long names, however they were written', async (t) => {
  const given = givenOptions(['soak', '--resume', 'runs/x', '--no-control', '--replicateCycles=5', '--json']);
  t.strictSame([...given], ['resume', 'control', 'replicate-cycles', 'json']);
});

test('a soak that is resumed is told nothing that its plan has', async (t) => {
  refuseOtherPlan(givenOptions(['soak', '--resume', 'runs/x', '--json', '--password-env', 'SECRET']));
  t.throws(() => refuseOtherPlan(givenOptions(['soak', '--resume=x', '--arms', 'off'])), {
    code: 'USAGE',
    message: /--arms was given/,
  });
  t.throws(() => refuseOtherPlan(new Set(['seed'])), HarnessError);
});

test('a soak whose number of replicates is given is refused, as its rounds decide it', async (t) => {
  refuseReplicates(givenOptions(['soak', '--replicate-cycles', '500']));
  t.throws(() => refuseReplicates(givenOptions(['soak', '--replicates', '3'])), { code: 'USAGE' });
});

test('what a file of options has and the plan has already is told, as it counts for nothing', async (t) => {
  const keys = ['report', 'quiet', 'registry', 'password-file', 'stand-in'];
  t.strictSame(ignoredIn({ file: 'c.json', keys }), []);
  t.match(ignoredIn({ file: 'c.json', keys: [...keys, 'duration', 'arms'] }), [
    { id: 'config-ignored', outcome: 'warn', finding: /^duration, arms in c\.json are ignored: / },
  ]);
});

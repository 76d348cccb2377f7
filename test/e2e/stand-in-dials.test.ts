import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { environmentSchema } from '../../harness/contract/environment.ts';
import { planSchema } from '../../harness/contract/plan.ts';
import { QUICK, type Workplace, workplace } from '../support/command.ts';

const SHORT = ['--cycles', '40', '--block', '10', '--replicates', '1', '--mailbox-count', '5'];
const RUN = ['run', ...SHORT, '--impersonation', 'self'];

const jsonIn = (place: Workplace, file: string): unknown =>
  JSON.parse(readFileSync(join(place.run, file), 'utf8'));

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());

test('dials that nobody gave by option are in the run folder and in both reports', async (t) => {
  const place = workplace(t);
  writeFileSync(
    place.registry,
    'mapileak registry 1\n\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\mapileak\\stand-in]\n' +
      '"InstanceBytes"=dword:00011170\n"KeepInstances"=dword:00000001\n',
  );
  const { stdout, stderr } = await place.mapileak([...RUN, '--quiet', '--out', place.run]);
  t.same(planSchema.parse(jsonIn(place, 'plan.json')).standInDials, {}, stderr);
  t.same(environmentSchema.parse(jsonIn(place, 'environment.json')).standInDials, { InstanceBytes: 70_000 });
  t.match(stdout, 'Measured on the stand-in, not on Exchange; dials: InstanceBytes 70000.');
  t.match(readFileSync(join(place.run, 'report.html'), 'utf8'), 'InstanceBytes 70000');
});

test('a password that was dialled reaches the stand-in, and no file of the run', async (t) => {
  const place = workplace(t);
  const logonUser = ['run', ...SHORT, '--impersonation', 'logon-user', '--password-env', 'BOX_PASSWORD'];
  const dial = ['--stand-in', 'Password=1234-canary'];
  const end = await place.mapileak([...logonUser, ...QUICK, ...dial, '--out', place.run], {
    BOX_PASSWORD: '1234-canary',
  });
  t.not(end.code, 4, end.stderr);
  const shown = { RoundTripMicroseconds: 0, Password: '(set)' };
  t.same(planSchema.parse(jsonIn(place, 'plan.json')).standInDials, shown);
  t.same(environmentSchema.parse(jsonIn(place, 'environment.json')).standInDials, shown);
  for (const file of [...filesBelow(place.run), place.registry])
    t.notMatch(readFileSync(file, 'utf8'), /canary/, file);
  t.notMatch(end.stdout + end.stderr, /canary/);
});

test('a dial that does not exist, or of the wrong kind: exit 2 and nothing written', async (t) => {
  const place = workplace(t);
  for (const [dial, message] of [
    ['InstanceBites=1', /there is no dial InstanceBites; the dials are InstanceBytes, /],
    ['InstanceBytes=many', /InstanceBytes is a whole number/],
  ] as const) {
    const { code, stderr } = await place.mapileak([...RUN, '--stand-in', dial, '--out', place.run]);
    t.equal(code, 2);
    t.match(stderr, message);
  }
  t.throws(() => statSync(place.run), { code: 'ENOENT' });
});

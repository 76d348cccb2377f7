import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { environmentSchema } from '../../harness/contract/environment.ts';
import { POINTER_BYTES } from '../../native-bindings/ffi/words.ts';
import { standInPaths } from '../../native-bindings/stand-in/paths.ts';
import { resultOf } from '../support/command.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { ON_WINDOWS, regQuery, windowsPlace } from '../support/windows.ts';

const SHORT = ['--cycles', '700', '--block', '50', '--mailbox-count', '50', '--walk-budget', '60', '--quiet'];
/** Noise of Node's own in the process heap must not decide: what leaks is eight times as much. */
const MARGIN = ['--margin', '512', '--no-self-test', '--no-explain'];
const STAND_IN = ['--stand-in', 'RoundTripMicroseconds=0', '--json'];
/** Whole runs take long: each bitness takes the engine that the other comparison does not. */
const ENGINE = POINTER_BYTES === 4 ? 'koffi' : 'ffi-napi';

test(
  'compare gives fixed of CDO sessions, by way of COM and the system’s mapi32.dll',
  ON_WINDOWS,
  async (t) => {
    const place = windowsPlace(t);
    const scenario = ['--scenario', 'cdo-session', '--replicates', '3', '--ffi', ENGINE, '--out', place.run];
    const ended = place.mapileak('compare', ...SHORT, ...MARGIN, ...STAND_IN, ...scenario);
    const result = resultOf(ended);
    t.equal(result.verdict, 'fixed', `${result.reason} ${ended.stderr}`);
    const off = result.arms.find(({ arm }) => arm === 'off');
    t.equal(off?.failures.total, 0);
    const heaps = off?.resources['heaps']?.perCycle?.estimate ?? 0;
    t.ok(Math.abs(heaps - 1) <= 0.01, `${heaps} heaps per logon`);

    const environment: unknown = JSON.parse(readFileSync(join(place.run, 'environment.json'), 'utf8'));
    const files = environmentSchema.parse(environment).libraries.map(({ path }) => path.toLowerCase());
    for (const name of ['\\standin-cdo.dll', '\\mapi32.dll', '\\standin-mapi32.dll']) {
      t.ok(
        files.some((file) => file.endsWith(name)),
        name,
      );
    }
    const view = POINTER_BYTES === 4 ? '32-bit' : '64-bit';
    t.equal(regQuery(t, view, 'SOFTWARE\\Classes\\MAPI.Session\\CLSID'), '', 'registered for the run alone');
  },
);

test('the stand-in by its file is what its CDO reaches too', ON_WINDOWS, async (t) => {
  const place = windowsPlace(t);
  const { mapi32 } = standInPaths();
  const scenario = ['--scenario', 'cdo-session', '--mapi', mapi32, '--out', place.run];
  const size = [
    '--cycles',
    '20',
    '--block',
    '10',
    '--mailbox-count',
    '5',
    '--replicates',
    '1',
    '--arms',
    'on',
  ];
  const quick = ['--no-control', '--walk-budget', '60', '--quiet'];
  const ended = place.mapileak('run', ...scenario, ...size, ...quick, ...STAND_IN);
  t.equal(resultOf(ended).arms.find(({ arm }) => arm === 'on')?.failures.total, 0, ended.stderr);
  const environment: unknown = JSON.parse(readFileSync(join(place.run, 'environment.json'), 'utf8'));
  const files = environmentSchema.parse(environment).libraries.map(({ path }) => path.toLowerCase());
  t.equal(files.filter((file) => file.endsWith('\\standin-cdo.dll')).length, 1, `${files}`);
  t.equal(files.filter((file) => file.endsWith('\\standin-mapi32.dll')).length, 1, `${files}`);
});

test(
  'without CDO a run ends with what to install, and doctor says that there is none',
  ON_WINDOWS,
  async (t) => {
    const place = windowsPlace(t);
    // Without `usesCdo` none is registered for the run.
    const scenario = join(temporaryFolder(t), 'undeclared.mjs');
    const about = `name: 'undeclared', summary: 's', source: 'test', expectation: 'none', impersonates: false`;
    writeFileSync(scenario, `export default { ${about}, open: ({ cdo }) => void cdo() };`);
    const { code, stderr } = place.mapileak('run', '--scenario', scenario, '--cycles', '10');
    t.equal(code, 4, stderr);
    t.match(stderr, /cannot be used in this \d\d-bit process: CLSIDFromProgID: CO_E_CLASSSTRING/);
    const doctor = place.mapileak('doctor', '--mapi', 'system', '--json');
    t.match(doctor.stdout, /"MAPI\.Session is not registered; only scenarios that use CDO need it/);
  },
);

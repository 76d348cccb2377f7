import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { CDO_CLASS_ID } from '../../native-bindings/cdo/cdo-interfaces.ts';
import { linuxStandIn } from '../../native-bindings/stand-in/paths.ts';
import { Registry } from '../../native-bindings/windows/registry.ts';
import { text } from '../../native-bindings/windows/registry-values.ts';
import { openWindows } from '../../native-bindings/windows/windows.ts';
import { eventOf, QUICK, workplace } from '../support/command.ts';
import { temporaryRegistry } from '../support/temporary.ts';

const SERVER = `SOFTWARE\\Classes\\CLSID\\${CDO_CLASS_ID}\\InprocServer32`;

/** A scenario that keeps what its session host finds in the registry; its cycles log on. */
const scenarioOf = (usesCdo: boolean): string =>
  `import { copyFileSync } from 'node:fs';
  export default {
    name: 'finds-cdo', summary: 's', source: 'test', expectation: 'none', impersonates: false,
    ${usesCdo ? 'usesCdo: true,' : ''}
    open({ cdo, mapi }) {
      copyFileSync(process.env.MAPILEAK_REGISTRY, 'seen.txt');
      mapi.initialize();
      const opened = ${usesCdo ? 'cdo()' : 'null'};
      return {
        cycle: () => {},
        close() {
          opened?.close();
          mapi.uninitialize();
        },
      };
    },
  };`;

/** A real CDO is registered, and a scenario is there that looks. */
async function prepared(t: Test, usesCdo: boolean) {
  const place = workplace(t);
  const file = temporaryRegistry(t);
  new Registry(await openWindows('ffi-napi')).write('64-bit', SERVER, '', text('C:\\CDO.DLL'));
  writeFileSync(join(place.folder, 'finds-cdo.mjs'), scenarioOf(usesCdo));
  return {
    ...place,
    environment: { MAPILEAK_REGISTRY: file },
    seen: join(place.folder, 'seen.txt'),
    content: () => readFileSync(file, 'utf8'),
  };
}

const RUN = ['run', '--no-control', '--scenario', './finds-cdo.mjs', '--block', '20', ...QUICK];

test('a scenario that uses CDO finds the stand-in’s, and what stood there comes back', async (t) => {
  const place = await prepared(t, true);
  const before = place.content();
  const end = await place.mapileak([...RUN, '--cycles', '200', '--replicates', '1'], place.environment);
  t.ok(existsSync(place.seen), end.stderr);
  t.match(readFileSync(place.seen, 'utf8'), linuxStandIn().cdo);
  t.equal(place.content(), before);
});

test('for another scenario the registered CDO is left alone', async (t) => {
  const place = await prepared(t, false);
  await place.mapileak([...RUN, '--cycles', '200', '--replicates', '1'], place.environment);
  t.notMatch(readFileSync(place.seen, 'utf8'), linuxStandIn().cdo);
});

test('after a run that was killed, `flag restore` registers the old CDO again', async (t) => {
  const place = await prepared(t, true);
  const before = place.content();
  const args = [...RUN, '--cycles', '100000000', '--out', place.run];
  const { child, ended } = place.start(args, place.environment);
  await eventOf(place, 'host-started');
  child.kill('SIGKILL');
  await ended;
  t.match(place.content(), linuxStandIn().cdo);
  t.equal((await place.mapileak(['flag', 'restore'], place.environment)).code, 0);
  t.equal(place.content(), before);
});

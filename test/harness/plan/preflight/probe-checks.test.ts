import { test } from 'tap';
import type { ProbedModule } from '../../../../harness/contract/doctor.ts';
import type { ProviderFacts } from '../../../../harness/plan/preflight/facts.ts';
import { probeCheck, providerInUse } from '../../../../harness/plan/preflight/probe-checks.ts';
import { isMapiModule } from '../../../../native-bindings/mapi/mapi-modules.ts';
import { dll, makeFacts } from './facts.ts';

const { machine } = makeFacts();
const WINE = { ...machine, wine: '8.0' };
const STUB = dll('C:\\windows\\System32\\mapi32.dll', { version: '1.0.2536.0' });

function module(path: string, change: Partial<ProbedModule> = {}): ProbedModule {
  return { path, loaded: 'with-mapi', standIn: false, file: null, ...change };
}

function throughStub(change: Partial<ProviderFacts> = {}): ProviderFacts {
  return {
    choice: { kind: 'system' },
    loader: STUB,
    lookup: { leads: 'to-client', client: 'A', dll: 'C:/A/msmapi32.dll', entry: 'KEY: DLLPathEx' },
    implementation: dll('C:/A/msmapi32.dll'),
    ...change,
  };
}

test('the provider is the module that the registry led to, whatever the case and slashes of its path', (t) => {
  const modules = [module(STUB.path), module('c:\\a\\MSMAPI32.dll')];
  t.same(providerInUse(throughStub(), modules), {
    path: 'c:\\a\\MSMAPI32.dll',
    standIn: false,
    because: 'mapi32.dll follows the mail client A',
    registryEntry: 'KEY: DLLPathEx',
  });
  t.end();
});

test('a provider that the registry does not explain is named without an entry', (t) => {
  const found = providerInUse(throughStub(), [module(STUB.path), module('D:\\olmapi32.dll')]);
  t.match(found, { path: 'D:\\olmapi32.dll', registryEntry: null });
  const mark = providerInUse(throughStub(), [module('D:\\x.dll', { standIn: true })]);
  t.match(mark, { path: 'D:\\x.dll', standIn: true, registryEntry: null });
  t.end();
});

test('one that the Windows Installer knows is explained by its component', (t) => {
  const lookup = {
    leads: 'to-component',
    client: 'A',
    componentId: '{1}',
    entry: 'KEY: MSIComponentID',
  } as const;
  const found = providerInUse(throughStub({ lookup, implementation: null }), [module('D:\\olmapi32.dll')]);
  t.match(found, { path: 'D:\\olmapi32.dll', registryEntry: 'KEY: MSIComponentID' });
  t.end();
});

test('without a provider there is none: the stub alone is none, nor what was there before', (t) => {
  t.equal(providerInUse(throughStub(), [module(STUB.path)]), null);
  t.equal(providerInUse(throughStub(), [module('C:\\A\\msmapi32.dll', { loaded: 'before' })]), null);
  t.end();
});

test('a provider that was named by its path needs no registry', (t) => {
  const file = dll('x\\p.dll');
  const given = {
    choice: { kind: 'path', path: file.path },
    loader: file,
    lookup: null,
    implementation: file,
  } as const;
  t.match(providerInUse(given, [module('C:\\x\\P.DLL')]), { path: 'C:\\x\\P.DLL', registryEntry: null });
  t.equal(providerInUse(given, []), null);
  t.end();
});

test('the stand-in is found by its own DLL, though a run loads the system’s first', (t) => {
  const file = dll('C:\\p\\mapi32.dll');
  const through = throughStub({ choice: { kind: 'stand-in' }, lookup: null, implementation: file });
  const found = providerInUse(through, [module(STUB.path), module(file.path, { standIn: true })]);
  t.match(found, { path: file.path, standIn: true });
  t.end();
});

test('each way in which loading MAPI can end is a check with what to do', (t) => {
  const failed = (code: string) =>
    ({ outcome: 'initialized', failure: { code, message: `MAPIInitialize: ${code}` } }) as const;
  t.match(probeCheck({ outcome: 'initialized', failure: null }, machine), { outcome: 'ok', remedy: null });
  t.match(probeCheck(failed('MAPI_E_NOT_INITIALIZED'), WINE), {
    outcome: 'fail',
    finding: /Wine found no mail client/,
  });
  t.notMatch(probeCheck(failed('MAPI_E_NOT_INITIALIZED'), machine).finding, /Wine/);
  t.match(probeCheck(failed('MAPI_E_CALL_FAILED'), machine), { outcome: 'fail', finding: /other bitness/ });
  t.match(probeCheck({ outcome: 'hung', detail: 'late' }, machine), { outcome: 'fail', remedy: /dialog/ });
  t.match(probeCheck({ outcome: 'died', detail: 'exit code 5' }, machine), {
    outcome: 'fail',
    finding: /exit code 5/,
  });
  t.match(probeCheck({ outcome: 'not-loaded', detail: 'error 193' }, machine), {
    outcome: 'fail',
    finding: /193/,
  });
  t.end();
});

test('libraries of MAPI and CDO are told from others by name', (t) => {
  const theirs = [
    'mapi32.dll',
    'C:\\X\\MSMAPI32.DLL',
    'olmapi32.dll',
    'exmapi32.dll',
    'mapi32x.dll',
    'EMSMDB32.dll',
  ];
  for (const name of [
    ...theirs,
    'emsabp32.dll',
    'cdo.dll',
    'libcdo.so',
    'C:\\mapileak\\standin-cdo.dll',
    'exchmem.dll',
    'staxmem.dll',
    'standin-mapi32.dll',
  ]) {
    t.equal(isMapiModule(name), true, name);
  }
  for (const name of ['cdosys.dll', 'kernel32.dll', 'mapi32.txt', 'C:\\mapi32.dll\\x.dll', 'winemapi.dll']) {
    t.equal(isMapiModule(name), false, name);
  }
  t.end();
});

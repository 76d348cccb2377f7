import { test } from 'tap';
import type { Check } from '../../../../harness/contract/check.ts';
import type { FlagReading } from '../../../../harness/contract/environment.ts';
import { FLAG_KEY } from '../../../../harness/plan/flag-places.ts';
import { errorOf, preflightChecks } from '../../../../harness/plan/preflight/checks.ts';
import type {
  Intent,
  MachineFacts,
  PreflightFacts,
  ProviderFacts,
} from '../../../../harness/plan/preflight/facts.ts';
import { unfinishedRunCheck } from '../../../../harness/plan/preflight/flag-checks.ts';
import { dll, makeFacts } from './facts.ts';

const INTENT: Intent = {
  arms: ['off', 'on'],
  impersonation: 'logon-user',
  flagPlaces: { view: 'own', key: 'applications' },
};

function checkNamed(id: string, change: Partial<PreflightFacts>, intent: Intent = INTENT): Check | undefined {
  return preflightChecks(makeFacts(change), intent).find((check) => check.id === id);
}

function machine(change: Partial<MachineFacts>): Pick<PreflightFacts, 'machine'> {
  return { machine: { ...makeFacts().machine, ...change } };
}

function provider(change: Partial<ProviderFacts>): Pick<PreflightFacts, 'provider'> {
  return { provider: { ...makeFacts().provider, ...change } };
}

const mapi32 = (version: string | null, bytes = 635_904) =>
  provider({ implementation: dll('C:\\mapi32.dll', { version, bytes }) });
const cdo = (version: string, bytes = 708_608) => ({ cdo: dll('C:\\cdo.dll', { version, bytes }) });

function flag(value: FlagReading['value'], view: FlagReading['view'] = '32-bit', below = ''): FlagReading {
  return { view, key: `HKEY_LOCAL_MACHINE\\${FLAG_KEY}${below}`, value };
}

test('on the hotfixed Exchange server of the article every check is ok, with nothing to do', (t) => {
  for (const { finding, outcome, remedy, title } of preflightChecks(makeFacts(), INTENT)) {
    t.same([outcome, remedy], ['ok', null], `${title}: ${finding}`);
  }
  t.end();
});

const CLIENT = {
  leads: 'to-client',
  client: 'Outlook',
  dll: 'C:\\m.dll',
  entry: 'HKEY_LOCAL_MACHINE\\X: DLLPathEx',
} as const;
const NOWHERE = { leads: 'nowhere', why: 'there is no client' } as const;

const DENIED = [
  { view: '32-bit', key: 'SOFTWARE\\x' },
  { view: '64-bit', key: 'SOFTWARE\\MSMapiApps' },
] as const;

/** Check, what differs from the machine where all is well, outcome, and what is said. */
const cases: readonly (readonly [string, Partial<PreflightFacts>, Check['outcome'], RegExp])[] = [
  ['node', machine({ node: '20.18.3' }), 'fail', /older than 20\.19\.0/],
  ['node', machine({ node: '20.19.0' }), 'ok', /20\.19\.0, 32-bit/],
  ['system', machine({ osRelease: '6.1.7601' }), 'fail', /refuses to start before Windows 8\.1/],
  ['system', machine({ osRelease: '6.2.9200' }), 'fail', /Node 22\.23\.2 needs Windows 10/],
  ['system', machine({ osRelease: '6.3.9600' }), 'warn', /needs Windows 10 or Server 2016; it starts/],
  ['system', machine({ osRelease: '10.0.10240' }), 'ok', /Server 2003, where Node does not/],
  ['system', machine({ wine: '8.0' }), 'ok', /Wine 8\.0/],
  ['system', machine({ platform: 'linux' }), 'ok', /Linux/],
  ['system', machine({ platform: 'darwin' }), 'unknown', /never tried/],
  [
    'provider-file',
    provider({ loader: { path: 'C:\\x.dll', unreadable: 'no such file' } }),
    'fail',
    /no such file/,
  ],
  [
    'provider-file',
    provider({ loader: { path: 'x.dll', unreadable: 'no such file' } }),
    'unknown',
    /searches/,
  ],
  ['provider-file', provider({ loader: dll('C:\\x', { format: 'unknown' }) }), 'fail', /no library/],
  ['provider-file', provider({ loader: dll('/x.so', { format: 'ELF' }) }), 'fail', /another system/],
  ['bitness', machine({ bitness: 64 }), 'fail', /is 32-bit, this Node is 64-bit.*193/],
  ['bitness', provider({ implementation: dll('C:\\m.dll', { bitness: 64 }) }), 'fail', /m\.dll is 64-bit/],
  [
    'bitness',
    provider({ loader: { path: 'x', unreadable: 'y' }, implementation: null }),
    'unknown',
    /not read/,
  ],
  ['mail-client', provider({ lookup: CLIENT }), 'ok', /Outlook: C:\\m\.dll/],
  [
    'mail-client',
    provider({ lookup: CLIENT, implementation: { path: 'C:\\m.dll', unreadable: 'no such file' } }),
    'fail',
    /no such file/,
  ],
  ['mail-client', provider({ lookup: NOWHERE, implementation: null }), 'fail', /E_FAIL/],
  [
    'mail-client',
    { ...machine({ wine: '8.0' }), ...provider({ lookup: NOWHERE }) },
    'fail',
    /MAPI_E_NOT_INITIALIZED/,
  ],
  ['mapi-build', mapi32('6.5.7232.75'), 'ok', /635904 bytes: the hotfix of KB 891509/],
  ['mapi-build', mapi32('6.5.7232.75', 635_905), 'warn', /635905 bytes; the English Mapi32\.dll has 635904/],
  ['mapi-build', mapi32('6.5.7232.74'), 'warn', /older than the hotfix.*does nothing/],
  ['mapi-build', mapi32('6.5.7226.0'), 'warn', /older than the hotfix/],
  ['mapi-build', mapi32('6.5.7225.0'), 'warn', /older than SP1 .*not verified/],
  ['mapi-build', mapi32('6.5.7232.76'), 'ok', /later than the hotfix/],
  ['mapi-build', mapi32('6.5.7638.0'), 'unknown', /not verified/],
  ['mapi-build', mapi32('16.0.1.0'), 'warn', /not of Exchange 2003/],
  ['mapi-build', mapi32(null), 'unknown', /no file version/],
  ['mapi-build', provider({ implementation: null }), 'unknown', /before MAPI is loaded/],
  ['cdo-build', cdo('6.5.7232.75'), 'ok', /708608 bytes: the hotfix/],
  ['cdo-build', cdo('6.5.7232.75', 708_607), 'warn', /English Cdo\.dll has 708608/],
  ['cdo-build', cdo('6.5.7226.0'), 'warn', /older than the hotfix/],
  ['cdo-build', cdo('6.5.7233.1'), 'warn', /not of one build/],
  ['exchange', { exchange: { present: false, store: null } }, 'warn', /not on this machine/],
  ['exchange', { exchange: { present: true, store: null } }, 'unknown', /could not be read/],
  ['exchange', { exchange: null }, 'ok', /none on this system/],
  ['exchange', store('6.5.7225.0'), 'warn', /older than SP1 .*not verified/],
  ['exchange', store('6.5.7226.0'), 'ok', /on this machine/],
  ['exchange', store('6.5.7638.0'), 'unknown', /SP2 or later/],
  ['exchange', store('8.0.1.0'), 'warn', /not Exchange 2003/],
  ['flag', { flag: [flag(null), flag(null, '64-bit')] }, 'ok', /absent everywhere/],
  ['flag', { flag: [flag(1), flag(null, '64-bit')] }, 'ok', /is 1 in the 32-bit view/],
  ['flag', { flag: [flag(null), flag(1, '64-bit')] }, 'warn', /64-bit view alone/],
  ['flag', { flag: [flag('not-a-dword')] }, 'warn', /not a REG_DWORD/],
  ['flag', { flag: [flag(2)] }, 'warn', /is 2; KB 891509 knows 0 and 1/],
  ['flag', { flag: [flag(0), flag(1, '32-bit', '\\node')] }, 'warn', /also set to 1 .*not verified/],
  [
    'flag-rights',
    { deniedKeys: DENIED },
    'fail',
    /denied: HKEY_LOCAL_MACHINE\\SOFTWARE\\x \(32-bit view\), .*MSMapiApps \(64-bit/,
  ],
  ['administrator', { rights: { administrator: false, privileges: [] } }, 'warn', /not elevated/],
  ['impersonate', { rights: { administrator: true, privileges: [] } }, 'warn', /not held/],
  ['assign-primary-token', { rights: { administrator: true, privileges: [] } }, 'ok', /not held; only/],
  ['wine-logon', machine({ wine: '8.0' }), 'warn', /any password/],
];

function store(version: string): Pick<PreflightFacts, 'exchange'> {
  return { exchange: { present: true, store: dll('C:\\store.exe', { version }) } };
}

for (const [id, change, outcome, finding] of cases) {
  test(`${id} is ${outcome}: ${finding.source}`, (t) => {
    const check = checkNamed(id, change);
    t.match(check, { id, outcome, finding });
    t.equal(outcome === 'fail' && check?.remedy === null, false, 'a failure says what to do');
    t.end();
  });
}

test('a build that ignores the flag matters only where the flag is turned on', (t) => {
  const old = mapi32('6.5.7226.0');
  t.equal(checkNamed('mapi-build', old, { ...INTENT, arms: ['off', 'absent'] }), undefined);
  t.equal(checkNamed('mapi-build', old, { ...INTENT, arms: ['on'] })?.outcome, 'warn');
  t.end();
});

test('who has no mail client is told of the stand-in', (t) => {
  const nowhere = provider({ lookup: NOWHERE, implementation: null });
  t.match(checkNamed('mail-client', nowhere)?.remedy, /Install Outlook.*--mapi stand-in/);
  t.end();
});

test('rights that only LogonUser needs are asked for only with it', (t) => {
  const none = { rights: { administrator: true, privileges: [] } };
  t.equal(checkNamed('impersonate', none, { ...INTENT, impersonation: 'self' })?.outcome, 'ok');
  const wine = machine({ wine: '8.0' });
  t.equal(checkNamed('wine-logon', wine, { ...INTENT, impersonation: 'self' }), undefined);
  t.end();
});

test('a run that writes the flag where no document names it warns, and fails where the documented place is set', (t) => {
  const exe: Intent = { ...INTENT, flagPlaces: { view: 'own', key: 'exe' } };
  const check = (set: readonly FlagReading[], intent: Intent) =>
    checkNamed('flag-key', { flag: set }, intent);
  t.match(check([flag(null)], exe), { outcome: 'warn', finding: /no document says/ });
  t.match(check([flag(1, '64-bit')], exe), { outcome: 'warn' }, 'this process does not read the other view');
  for (const value of [0, 1, 'not-a-dword'] as const) {
    t.match(check([flag(value)], exe), { outcome: 'fail', remedy: /flag set absent.*--flag-key both/ });
  }
  const both: Intent = { ...INTENT, flagPlaces: { view: 'own', key: 'both' } };
  t.equal(check([flag(1)], both), undefined, 'the run sets the documented place itself');
  t.equal(check([flag(1)], INTENT), undefined);
  const failed = errorOf(preflightChecks(makeFacts({ flag: [flag(1)] }), exe));
  t.match(failed, { code: 'REGISTRY', exitCode: 4, message: /Flag key: / });
  t.end();
});

test('a flag that stands in the program’s key is no surprise to a run that writes it there', (t) => {
  const set = { flag: [flag(1, '32-bit', '\\node')] };
  const outcome = (flagPlaces: Intent['flagPlaces']) =>
    checkNamed('flag', set, { ...INTENT, flagPlaces })?.outcome;
  t.equal(outcome({ view: 'own', key: 'applications' }), 'warn');
  t.equal(outcome({ view: 'own', key: 'both' }), 'ok');
  t.end();
});

test('the stand-in is never taken for Exchange, and needs none', (t) => {
  const file = dll('C:\\standin.dll', { productName: 'mapileak stand-in', bytes: 29_184 });
  const standIn = {
    ...provider({ choice: { kind: 'path', path: file.path }, loader: file, implementation: file }),
    exchange: { present: false, store: null },
  };
  t.match(checkNamed('mapi-build', standIn), { outcome: 'ok', finding: /the stand-in, not Exchange/ });
  t.match(checkNamed('exchange', standIn), { outcome: 'ok' });
  t.equal(checkNamed('registration', standIn), undefined, 'named by its path it is loaded directly');
  const sp1 = provider({ implementation: { ...file, version: '6.5.7226.0' } });
  t.match(checkNamed('mapi-build', sp1), { outcome: 'warn', finding: /stand-in .*does nothing/ });
  const chosen = provider({ choice: { kind: 'stand-in' }, loader: file, implementation: file });
  t.equal(checkNamed('provider-file', chosen)?.outcome, 'ok');
  t.match(checkNamed('registration', chosen), { outcome: 'ok', finding: /Clients\\Mail\\mapileak stand-in/ });
  t.end();
});

test('on Windows the stand-in needs the system’s mapi32.dll, and a DLL of its own, both of this bitness', (t) => {
  const system = 'C:\\Windows\\System32\\mapi32.dll';
  const file = dll('C:\\standin.dll', { productName: 'mapileak stand-in' });
  const outcomes = (change: Partial<ProviderFacts>) => {
    const through = {
      choice: { kind: 'stand-in' },
      loader: dll(system),
      implementation: file,
      ...change,
    } as const;
    return ['provider-file', 'stand-in-file', 'bitness'].map(
      (id) => checkNamed(id, provider(through))?.outcome,
    );
  };
  t.same(outcomes({}), ['ok', 'ok', 'ok']);
  t.same(outcomes({ loader: { path: system, unreadable: 'no such file' } }), ['fail', 'ok', 'ok']);
  const gone = { path: file.path, unreadable: 'no such file' };
  t.same(outcomes({ implementation: gone }), ['ok', 'fail', 'ok']);
  t.same(outcomes({ loader: dll(system, { bitness: 64 }) }), ['ok', 'ok', 'fail']);
  t.end();
});

test('a run that cannot work is an error of the environment that names each reason once', (t) => {
  t.equal(errorOf(preflightChecks(makeFacts(), INTENT)), null);
  const warned = preflightChecks(makeFacts(mapi32('6.5.7226.0')), INTENT);
  t.equal(errorOf(warned), null, 'a warning ends no run');
  const denied = errorOf(preflightChecks(makeFacts({ deniedKeys: DENIED }), INTENT));
  t.match(denied, { code: 'REGISTRY', exitCode: 4, remedy: /administrator/ });
  const both = errorOf(
    preflightChecks(makeFacts({ deniedKeys: DENIED, ...machine({ bitness: 64 }) }), INTENT),
  );
  t.match(both, {
    code: 'MAPI_ENVIRONMENT',
    exitCode: 4,
    message: /Bitness: .*; Flag rights: /,
    remedy: /Node.*administrator/,
  });
  t.end();
});

test('a run that was killed is told from one that is alive, and from none', async (t) => {
  const run = { pid: 7, savedAt: '2026-01-31T08:09:10.000Z' };
  t.match(unfinishedRunCheck(null), { outcome: 'ok' });
  t.match(unfinishedRunCheck({ ...run, isAlive: true }), { outcome: 'warn', remedy: /Wait/ });
  t.match(unfinishedRunCheck({ ...run, isAlive: false }), { outcome: 'warn', remedy: /flag restore/ });
});

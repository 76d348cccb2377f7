import { test } from 'tap';
import { type Lookup, lookUpAsStub, lookUpAsWine } from '../../../native-bindings/mapi/lookup.ts';
import type { MailClient, MapiRegistration } from '../../../native-bindings/mapi/registration.ts';
import fc from '../../support/seeded-properties.ts';

const KEY = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Clients\\Mail';

function client(name: string, change: Partial<MailClient> = {}): MailClient {
  return { name, dllPath: null, dllPathEx: `C:\\${name}.dll`, msiComponentId: null, ...change };
}

function registration(change: Partial<MapiRegistration> = {}): MapiRegistration {
  return { view: '32-bit', defaultClient: 'A', clients: [client('A'), client('B')], apps: [], ...change };
}

const NODE = { modules: ['node.exe'], hasMapi32x: false };
const toA = { leads: 'to-client', client: 'A', dll: 'C:\\A.dll', entry: `${KEY}\\A: DLLPathEx` };

test('the stub follows the default client’s DLLPathEx, whatever the case of its name', (t) => {
  t.same(lookUpAsStub(registration(), NODE), toA);
  t.same(lookUpAsStub(registration({ defaultClient: 'a' }), NODE), toA);
  t.end();
});

test('a program that MSMapiApps names goes to its own client, or to Mapi32x.dll for an empty one', (t) => {
  const mapped = (name: string) => registration({ apps: [{ module: 'NODE.EXE', client: name }] });
  t.match(lookUpAsStub(mapped('B'), NODE), { leads: 'to-client', client: 'B' });
  t.match(lookUpAsStub(mapped(''), NODE), { leads: 'to-system-dll', entry: /MSMapiApps: NODE\.EXE/ });
  t.same(lookUpAsStub(mapped('B'), { ...NODE, modules: ['other.exe'] }), toA, 'others are not concerned');
  t.end();
});

test('a component of the Windows Installer comes before DLLPathEx', (t) => {
  const clients = [client('A', { msiComponentId: '{1}' })];
  t.match(lookUpAsStub(registration({ clients }), NODE), {
    leads: 'to-component',
    componentId: '{1}',
    entry: `${KEY}\\A: MSIComponentID`,
  });
  t.end();
});

test('without a usable client the stub falls back on Mapi32x.dll, or answers nothing and says why', (t) => {
  const cases: readonly (readonly [Partial<MapiRegistration>, RegExp])[] = [
    [{ defaultClient: null }, /no default mail client/],
    [{ defaultClient: 'C' }, /C has no key/],
    [{ clients: [client('A', { dllPathEx: null, dllPath: 'C:\\simple.dll' })] }, /A names no DLL/],
    [{ clients: [client('A', { dllPathEx: 'MAPI32.dll' })] }, /A names no DLL/],
  ];
  for (const [change, why] of cases) {
    t.match(lookUpAsStub(registration(change), NODE), { leads: 'nowhere', why });
    t.match(lookUpAsStub(registration(change), { ...NODE, hasMapi32x: true }), { leads: 'to-system-dll' });
  }
  t.end();
});

test('Wine knows the default client’s DLLPathEx and nothing else', (t) => {
  t.same(lookUpAsWine(registration({ apps: [{ module: 'node.exe', client: 'B' }] })), toA);
  t.same(lookUpAsWine(registration({ clients: [client('A', { msiComponentId: '{1}' })] })), toA);
  t.match(lookUpAsWine(registration({ defaultClient: null })), { leads: 'nowhere' });
  t.match(lookUpAsWine(registration({ clients: [client('A', { dllPathEx: 'mapi32.dll' })] })), {
    leads: 'nowhere',
  });
  t.end();
});

const name = fc.constantFrom('A', 'B', 'C', 'd');
const text = fc.option(fc.constantFrom('C:\\x.dll', 'mapi32.dll', 'y.dll'));
const anyRegistration: fc.Arbitrary<MapiRegistration> = fc.record({
  view: fc.constantFrom('32-bit', '64-bit'),
  defaultClient: fc.option(name),
  clients: fc.uniqueArray(
    fc.record({ name, dllPath: text, dllPathEx: text, msiComponentId: fc.option(fc.constant('{1}')) }),
    { selector: (each) => each.name },
  ),
  apps: fc.array(
    fc.record({ module: fc.constantFrom('node.exe', 'x.dll'), client: fc.constantFrom('', 'A', 'B') }),
  ),
});

/** Whether the registry has the value that a lookup says it followed. */
function isExplained(found: Lookup, { clients }: MapiRegistration): boolean {
  switch (found.leads) {
    case 'nowhere':
      return found.why !== '';
    case 'to-system-dll':
      return found.entry !== '';
    case 'to-client':
      return clients.some(
        ({ dllPathEx, name }) =>
          dllPathEx === found.dll && found.entry === `${KEY}\\${name}: DLLPathEx` && name === found.client,
      );
    case 'to-component':
      return clients.some(
        ({ msiComponentId, name }) => msiComponentId === found.componentId && name === found.client,
      );
  }
}

test('wherever calls go, a registry entry that exists says so', (t) => {
  fc.assert(
    fc.property(anyRegistration, fc.boolean(), (given, hasMapi32x) => {
      const surroundings = { modules: ['NODE.EXE'], hasMapi32x };
      return isExplained(lookUpAsStub(given, surroundings), given) && isExplained(lookUpAsWine(given), given);
    }),
  );
  t.end();
});

test('a client that neither is the default nor mapped changes nothing', (t) => {
  fc.assert(
    fc.property(anyRegistration, (given) => {
      const more = { ...given, clients: [...given.clients, client('Z')] };
      const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
      return (
        same(lookUpAsWine(given), lookUpAsWine(more)) &&
        same(lookUpAsStub(given, NODE), lookUpAsStub(more, NODE))
      );
    }),
  );
  t.end();
});

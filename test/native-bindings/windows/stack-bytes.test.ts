import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'tap';
import { STAND_IN_IDENTITY } from '../../../native-bindings/mapi/signatures.ts';
import { buildStandInDll } from '../../../native-bindings/stand-in/build.ts';
import { standInFolder, WINDOWS_PLATFORMS } from '../../../native-bindings/stand-in/paths.ts';
import { MINGW } from '../../../native-bindings/stand-in/windows-recipe.ts';
import { buildStackCheck, crossCompilerMissing } from '../../support/build-stack-check.ts';
import { type FoundSignature, signaturesOfBindings } from '../../support/signature-tables.ts';

/*
 * A stdcall function removes its own arguments, and their bytes are part of its name on 32-bit Windows:
 * RevertToSelf@0. mingw-w64's import libraries and headers know these names from elsewhere than we do.
 */
const PREFIX = MINGW['win32-ia32'].prefix;
const IMPORT_LIBRARIES = [
  'kernel32',
  'advapi32',
  'user32',
  'psapi',
  'ntdll',
  'mapi32',
  'ole32',
  'oleaut32',
].concat(['version', 'userenv', 'shell32']);
/** The interfaces that a table of methods is about, as their headers spell them. */
const INTERFACES: ReadonlyMap<string, readonly string[]> = new Map([
  ['UNKNOWN', ['IUnknown']],
  [
    'ERROR_SOURCE',
    ['IMAPISession', 'IProfAdmin', 'IMsgServiceAdmin', 'IMAPITable', 'IMsgStore', 'IMAPIFolder'],
  ],
  ['IMAPI_SESSION', ['IMAPISession']],
  ['PROF_ADMIN', ['IProfAdmin']],
  ['MSG_SERVICE_ADMIN', ['IMsgServiceAdmin']],
  ['MAPI_TABLE', ['IMAPITable']],
  ['MSG_STORE', ['IMsgStore']],
  ['MAPI_FOLDER', ['IMAPIFolder']],
  ['EXCHANGE_MANAGE_STORE', ['IExchangeManageStore']],
  ['IDISPATCH', ['IDispatch']],
  ['EXCEPTION_CALLBACKS', ['EXCEPINFO']],
]);
/** Structs that hold function pointers without being a vtable. */
const NO_VTABLES: readonly string[] = ['EXCEPINFO'];
/** mingw-w64 has no EdkMdb.h. */
const EXCHANGE_HEADER = fileURLToPath(
  new URL('../../../../test/native-bindings/windows/stack-check/exchange.h', import.meta.url),
);
const HEADERS = ['<windows.h>', '<ole2.h>', '<mapix.h>', `"${EXCHANGE_HEADER}"`];

const skip = crossCompilerMissing();

const output = (program: string, ...args: string[]): string =>
  execFileSync(`${PREFIX}-${program}`, args, { encoding: 'utf8', maxBuffer: 1 << 26, stdio: 'pipe' });

/** All stack bytes that go with each name. */
function decoratedNames(names: string): ReadonlyMap<string, ReadonlySet<number>> {
  const bytes = new Map<string, Set<number>>();
  for (const [, name = '', count = ''] of names.matchAll(/\b_?(\w+)@(\d+)$/gm)) {
    bytes.set(name, (bytes.get(name) ?? new Set()).add(Number(count)));
  }
  return bytes;
}

/** What `nm` says of the import libraries. The stand-in's own function is in no library but its own. */
function importedNames(): ReadonlyMap<string, ReadonlySet<number>> {
  const libraries = IMPORT_LIBRARIES.map((name) => output('gcc', `-print-file-name=lib${name}.a`).trim());
  const standIn = output('objdump', '-p', buildStandInDll({ platform: 'win32-ia32' }).paths.mapi32);
  return decoratedNames(`${output('nm', '--defined-only', ...libraries)}\n${standIn}`);
}

const stackBytes = ({ signature }: FoundSignature): number => 4 * signature.parameters.length;
const described = ({ table, name }: FoundSignature): string => `${table}.${name}`;

test('every stdcall function has as many bytes of arguments as its import library says', {
  skip,
}, async (t) => {
  const known = importedNames();
  const functions = (await signaturesOfBindings()).filter(
    ({ index, signature }) => index === undefined && signature.convention === 'stdcall',
  );
  t.ok(functions.some(({ name }) => name === 'RegCreateKeyExW'));
  t.ok(functions.some(({ name }) => name === STAND_IN_IDENTITY.name));
  for (const found of functions) {
    t.same(
      [...(known.get(found.name) ?? [])],
      [stackBytes(found)],
      `${described(found)}, bytes of arguments`,
    );
  }
});

interface Method {
  readonly interfaceName: string;
  readonly name: string;
}

/** C that names each method's index as an absolute symbol, and its type as an undefined, decorated one. */
function probeOf(methods: readonly Method[], headers: readonly string[]): string {
  const probes = methods.map(({ interfaceName, name }) => {
    const vtable = NO_VTABLES.includes(interfaceName) ? interfaceName : `${interfaceName}Vtbl`;
    const symbol = `${interfaceName}__${name}`;
    return `extern __typeof__(*((${vtable} *)0)->${name}) ${symbol};
void *use_${symbol}(void) {
  __asm__(".globl ${symbol}__index\\n.set ${symbol}__index, %c0" ::"i"(offsetof(${vtable}, ${name}) / sizeof(void *)));
  return (void *)${symbol};
}`;
  });
  return ['#include <stddef.h>', ...headers.map((header) => `#include ${header}`), ...probes, ''].join('\n');
}

/** For each method its index and its bytes of arguments, as the 32-bit compiler reads the headers. */
function compiledMethods(folder: string, methods: readonly Method[], headers: readonly string[]) {
  const source = join(folder, 'probe.c');
  const object = join(folder, 'probe.o');
  writeFileSync(source, probeOf(methods, headers));
  output('gcc', '-std=gnu11', '-c', source, '-o', object);
  const symbols = output('nm', object);
  const bytes = decoratedNames(symbols);
  return methods.map(({ interfaceName, name }) => {
    const symbol = `${interfaceName}__${name}`;
    const index = new RegExp(`^([0-9a-f]+) A ${symbol}__index$`, 'm').exec(symbols)?.[1] ?? '';
    return { name, index: Number.parseInt(index, 16), bytes: [...(bytes.get(symbol) ?? [])] };
  });
}

test('every method stands where its header puts it and takes as many arguments', { skip }, async (t) => {
  const found = (await signaturesOfBindings()).filter(({ index }) => index !== undefined);
  t.ok(found.some(({ name }) => name === 'Logoff'));
  t.same(found.filter(({ table }) => !INTERFACES.has(table)).map(described), [], 'the interface is known');
  const pairs = found.flatMap((one) =>
    (INTERFACES.get(one.table) ?? []).map((interfaceName) => ({ one, interfaceName })),
  );
  const methods = pairs.map(({ one, interfaceName }) => ({ interfaceName, name: one.name }));
  const declared = pairs.map(({ one }) => ({ name: one.name, index: one.index, bytes: [stackBytes(one)] }));
  t.same(declared, compiledMethods(t.testdir(), methods, HEADERS));
});

/** The interfaces of the provider, and how many methods each has. */
const PROVIDED = [
  ['IMAPISession', 22],
  ['IProfAdmin', 12],
  ['IMsgServiceAdmin', 15],
  ['IMAPITable', 26],
  ['IMsgStore', 27],
  ['IMAPIFolder', 30],
  ['IExchangeManageStore', 8],
] as const;

test('the vtables that the provider fills are those of the headers', { skip }, async (t) => {
  const header = join(standInFolder(), 'provider', 'mapi-objects.h');
  const expanded = output('gcc', '-E', '-P', header);
  const methods = PROVIDED.flatMap(([interfaceName, count]) => {
    const table = new RegExp(`typedef struct \\{([^{}]*)\\} ${interfaceName}Vtbl;`).exec(expanded)?.[1] ?? '';
    const names = [...table.matchAll(/\*(\w+)\)\(/g)].map(([, name = '']) => name);
    t.equal(names.length, count, interfaceName);
    return names.map((name) => ({ interfaceName, name }));
  });
  const ours = compiledMethods(t.testdir(), methods, [`"${header}"`]);
  t.same(ours, compiledMethods(t.testdirName, methods, HEADERS));
});

test('the DLL that notes how it is called can be built', { skip }, async (t) => {
  for (const platform of WINDOWS_PLATFORMS) t.ok(buildStackCheck(platform).includes(platform));
});

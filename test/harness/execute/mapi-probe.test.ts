import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { probeMapi } from '../../../harness/execute/mapi-probe.ts';
import { temporaryFolder, temporaryRegistry } from '../../support/temporary.ts';

const onWindows = process.platform === 'win32';

test('a provider that hangs in MAPIInitialize is ended, and it is said where', {
  skip: onWindows && 'needs cc',
}, async (t) => {
  temporaryRegistry(t);
  const folder = temporaryFolder(t);
  const exports = 'int MAPILogonEx, MAPIAllocateBuffer, MAPIFreeBuffer; void MAPIUninitialize(void) {}';
  writeFileSync(
    join(folder, 'hang.c'),
    `int MAPIInitialize(void *p) { for (;;) ((volatile char *)&p)[0]++; }\n${exports}\n`,
  );
  const path = join(folder, 'hang-mapi32.so');
  t.equal(spawnSync('cc', ['-shared', '-fPIC', '-o', path, join(folder, 'hang.c')]).status, 0);
  const outcome = await probeMapi({ mapi: { kind: 'path', path }, ffi: 'ffi-napi' }, 6000);
  t.match(outcome, { outcome: 'hung', detail: 'MAPIInitialize took longer than 6000 ms' });
  t.ok(
    outcome.modules.loaded.some((module) => module.path === path),
    'it was loaded by then',
  );
});

test('a provider that is let go in MAPIUninitialize was seen, and where the end came is said', {
  skip: onWindows && 'needs cc',
}, async (t) => {
  temporaryRegistry(t);
  const folder = temporaryFolder(t);
  const shared = (name: string, source: string, ...libraries: readonly string[]): string => {
    const path = join(folder, `${name}.so`);
    writeFileSync(join(folder, `${name}.c`), source);
    const args = ['-shared', '-fPIC', '-o', path, join(folder, `${name}.c`), ...libraries];
    const { status, stderr } = spawnSync('cc', args, { encoding: 'utf8' });
    t.equal(status, 0, stderr);
    return path;
  };
  const provider = shared('provider-mapi32', 'int provides;');
  const stub = (name: string, last: string): string =>
    shared(
      name,
      `#include <dlfcn.h>
#include <stdlib.h>
static void *provider;
int MAPILogonEx, MAPIAllocateBuffer, MAPIFreeBuffer;
int MAPIInitialize(void *p) { provider = dlopen("${provider}", RTLD_NOW); return provider ? 0 : 0x80004005; }
void MAPIUninitialize(void) { dlclose(provider); ${last} }
`,
      '-ldl',
    );
  const probed = async (path: string) => await probeMapi({ mapi: { kind: 'path', path }, ffi: 'ffi-napi' });
  const good = await probed(stub('stub-mapi32', ''));
  t.match(good, { outcome: 'initialized', failure: null });
  t.ok(good.modules.initialized.some(({ path }) => path === provider));
  const bad = await probed(stub('bad-mapi32', 'abort();'));
  t.match(bad, { outcome: 'died', detail: 'MAPIUninitialize: signal SIGABRT' });
  t.ok(bad.modules.initialized.some(({ path }) => path === provider));
});

test('on Windows the system’s mapi32.dll and what it loads are seen coming', {
  skip: !onWindows && 'needs Windows',
}, async (t) => {
  const { modules, outcome } = await probeMapi({ mapi: { kind: 'system' }, ffi: 'ffi-napi' });
  t.equal(outcome, 'initialized', 'it answers, be it with an error');
  const isStub = ({ path }: { path: string }): boolean => /\\mapi32\.dll$/i.test(path);
  t.notOk(modules.before.some(isStub));
  t.ok(modules.loaded.some(isStub));
});

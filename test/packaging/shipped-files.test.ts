import { test } from 'tap';
import { isLicence, shipsFromDependencies, shipsFromDist } from '../../packaging/shipped-files.ts';

const ALIKE_ON_BOTH: readonly (readonly [path: string, ships: boolean])[] = [
  ['yargs/build/index.cjs', true],
  ['yargs/locales/de.json', true],
  ['koffi/package.json', true],
  ['debug/src/index.js', true],
  ['uplot/dist/uPlot.min.css', true],
  ['zod/v4/core/core.d.ts', false],
  ['zod/src/index.ts', false],
  ['debug/README.md', false],
  ['pure-rand/lib/index.js.map', false],
  ['ffi-napi/src/ffi.cc', false],
  ['ffi-napi/test/library.js', false],
  ['ffi-napi/deps/libffi/build.js', false],
  ['ffi-napi/deps/libffi/LICENSE', true],
  ['koffi/vendor/node-addon-api/LICENSE.md', true],
  ['emoji-regex/LICENSE-MIT.txt', true],
  ['wrap-ansi/node_modules/string-width/license', true],
  ['.package-lock.json', false],
  ['ref-napi/prebuilds/linux-x64/node.napi.node', false],
  ['ref-napi/prebuilds/win32-arm64/node.napi.node', false],
  ['@koromix/koffi-linux-x64/linux_x64/koffi.node', false],
];

for (const [path, ships] of ALIKE_ON_BOTH) {
  test(`${path} ${ships ? 'goes into' : 'stays out of'} either package`, async (t) => {
    t.equal(shipsFromDependencies(path, 'ia32'), ships);
    t.equal(shipsFromDependencies(path, 'x64'), ships);
  });
}

for (const arch of ['ia32', 'x64'] as const) {
  test(`a binary for ${arch} goes into the package of ${arch} alone`, async (t) => {
    const other = arch === 'ia32' ? 'x64' : 'ia32';
    for (const binary of [
      `ffi-napi/prebuilds/win32-${arch}/node.napi.uv1.node`,
      `@koromix/koffi-win32-${arch}/win32_${arch}/koffi.node`,
    ]) {
      t.ok(shipsFromDependencies(binary, arch), binary);
      t.notOk(shipsFromDependencies(binary, other), binary);
    }
  });
}

test('a binary for Electron stays out', async (t) => {
  t.notOk(shipsFromDependencies('ref-napi/prebuilds/win32-x64/electron.napi.node', 'x64'));
});

test('of what was compiled, scripts of the program go in; tests, packaging, types and maps stay out', async (t) => {
  t.ok(shipsFromDist('harness/cli/main.js'));
  t.ok(shipsFromDist('scenarios/scenario.js'));
  for (const path of [
    'test/e2e/leak.test.js',
    'packaging/main.js',
    'harness/cli/main.d.ts',
    'harness/cli/main.js.map',
    '.tsbuildinfo',
  ]) {
    t.notOk(shipsFromDist(path), path);
  }
});

test('a script that is only called like a licence is none', async (t) => {
  t.notOk(isLicence('some/license.js'));
  t.notOk(isLicence('some/licenses-of-others/index.json'));
  t.ok(isLicence('COPYING'));
});

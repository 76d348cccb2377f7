import { test } from 'tap';
import { licencesOf, licencesText } from '../../packaging/licences.ts';
import { PackagingError } from '../../packaging/packaging-error.ts';

const TREE: Readonly<Record<string, string>> = {
  'node_modules/zeta/package.json': '{ "name": "zeta", "version": "2.0.0", "license": "MIT" }',
  'node_modules/zeta/LICENSE': 'zeta may be used\r\nby all\r\n',
  'node_modules/zeta/deps/lib/COPYING': 'so may lib',
  'node_modules/zeta/esm/package.json': '{ "type": "module" }',
  'node_modules/zeta/node_modules/inner/package.json':
    '{ "name": "inner", "version": "1.0.0", "license": "ISC" }',
  'node_modules/zeta/node_modules/inner/license.md': 'inner may be used',
  'node_modules/@scope/alpha/package.json':
    '{ "name": "@scope/alpha", "version": "3.0.0", "license": "MIT" }',
};

function licencesIn(tree: Readonly<Record<string, string>>) {
  return licencesOf(Object.keys(tree), (file) => tree[file] ?? '');
}

test('every package of a tree is there once, with its own texts and not those of packages inside it', async (t) => {
  t.strictSame(
    licencesIn(TREE).map(({ name, spdx, texts }) => [name, spdx, texts.map(({ file }) => file)]),
    [
      ['@scope/alpha', 'MIT', []],
      ['inner', 'ISC', ['license.md']],
      ['zeta', 'MIT', ['LICENSE', 'deps/lib/COPYING']],
    ],
  );
});

test('the text names each package and version and has every licence in full', async (t) => {
  const text = licencesText(licencesIn(TREE));
  for (const part of ['zeta 2.0.0: MIT', 'zeta may be used\nby all', 'so may lib', 'inner 1.0.0: ISC']) {
    t.ok(text.includes(part), part);
  }
  t.match(text, /@scope\/alpha 3\.0\.0: MIT\n=+\n\n\(The package brings no licence text\.\)/);
});

test('a package that lies in the tree twice is told once', async (t) => {
  const again = {
    ...TREE,
    'node_modules/inner/package.json': '{ "name": "inner", "version": "1.0.0", "license": "ISC" }',
    'node_modules/inner/license.md': 'inner may be used',
  };
  t.equal(licencesText(licencesIn(again)).split('inner 1.0.0').length, 2);
});

test('a package that says nothing of its licence stops the packaging', async (t) => {
  const mute = { 'node_modules/mute/package.json': '{ "name": "mute", "version": "1.0.0" }' };
  t.throws(() => licencesText(licencesIn(mute)), PackagingError);
  t.doesNotThrow(() => licencesText(licencesIn({ ...mute, 'node_modules/mute/LICENSE': 'do as you like' })));
});

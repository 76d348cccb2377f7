import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { chooseScenario, controlOf, loadScenario, SCENARIOS } from '../../scenarios/catalogue.ts';
import { temporaryFolder } from '../support/temporary.ts';

const GOOD = `export default {
  name: 'mine', summary: 's', source: 'x', expectation: 'e', impersonates: true,
  open: () => ({ cycle() {}, close() {} }),
};`;

test('every scenario has a name of its own, a source and an expectation', async (t) => {
  t.equal(new Set(SCENARIOS.map(({ name }) => name)).size, SCENARIOS.length);
  for (const { name, source, expectation } of SCENARIOS) {
    t.match(name, /^[a-z][a-z0-9-]*$/);
    t.ok(source.length > 5, name);
    t.ok(expectation.length > 5, name);
    t.equal((await loadScenario(await chooseScenario(name))).name, name);
  }
});

test('a module from outside is a scenario like any other, known by its hash', async (t) => {
  const file = join(temporaryFolder(t), 'mine.mjs');
  writeFileSync(file, GOOD);
  const choice = await chooseScenario(file);
  t.match(choice, { name: 'mine', file, sha256: /^[0-9a-f]{64}$/ });
  t.equal((await loadScenario(choice)).summary, 's');
  writeFileSync(file, `${GOOD}\n// changed`);
  await t.rejects(loadScenario(choice), { code: 'INPUT_FILE', message: /has changed/ });
});

test('a scenario may name the one that its control arm runs', async (t) => {
  const controlFor = async (nameOrFile: string) => controlOf(await chooseScenario(nameOrFile));
  t.same(await controlFor('extended-logon'), { name: 'control', file: null, sha256: null });
  for (const name of ['cdo-session', 'cdo-inbox']) {
    t.same(await controlFor(name), { name: 'cdo-control', file: null, sha256: null });
  }
  const file = join(temporaryFolder(t), 'mine.mjs');
  writeFileSync(file, GOOD.replace('open:', "control: 'cdo-control', open:"));
  t.equal((await controlFor(file)).name, 'cdo-control');
});

test('a module that is no scenario is refused with what is missing', async (t) => {
  const folder = temporaryFolder(t);
  const refused = async (name: string, content: string, message: RegExp) => {
    writeFileSync(join(folder, name), content);
    await t.rejects(chooseScenario(join(folder, name)), { code: 'INPUT_FILE', message });
  };
  await refused('a.mjs', 'export const x = 1;', /default/);
  await refused('b.mjs', GOOD.replace("name: 'mine'", "name: 'My Own'"), /name/);
  await refused('c.mjs', GOOD.replace('open:', 'begin:'), /open/);
  await refused('e.mjs', GOOD.replace('open:', "control: 'mine', open:"), /no scenario of the project/);
  await refused('d.mjs', 'export default {', /cannot be used/);
  await t.rejects(chooseScenario('./no-such.mjs'), { code: 'INPUT_FILE', message: /no-such\.mjs/ });
});

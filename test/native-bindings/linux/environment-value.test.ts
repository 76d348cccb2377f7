import { spawnSync } from 'node:child_process';
import { test } from 'tap';

const SECRETS = new URL('../../../native-bindings/windows/own-secrets.js', import.meta.url).href;
const skip = process.platform !== 'linux' && 'there is no /proc';

/** Takes a variable, and prints what came and what the system shows of the environment since. */
const CODE = `
  import { readFileSync } from 'node:fs';
  import { openOwnSecrets } from ${JSON.stringify(SECRETS)};
  const secrets = await openOwnSecrets();
  const [taken, empty, none] = ['BOX', 'EMPTY', 'NONE'].map((name) => secrets.takeVariable(name));
  const shown = readFileSync('/proc/self/environ', 'latin1').replaceAll('\\0', ' ').trim();
  const memory = secrets.allocate(5).toString('hex');
  const [, core] = /^Max core file size +(\\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1'));
  console.log(JSON.stringify([taken.toString(), empty.toString(), none === undefined, shown, memory, core]));
`;

test('a variable is taken whole, and the system shows it no more; no core is dumped from then on', {
  skip,
}, (t) => {
  // By env, as the runner of the tests puts variables of its own into whatever is started.
  const variables = ['A=kept', 'BOX=käfig €', 'EMPTY=', 'Z=kept'];
  const node = [process.execPath, '--input-type=module', '--eval', CODE];
  const { stderr, stdout } = spawnSync('/usr/bin/env', ['-i', ...variables, ...node], { encoding: 'utf8' });
  t.equal(stderr, '');
  t.same(JSON.parse(stdout), [
    'käfig €',
    '',
    true,
    `A=kept BOX=${' '.repeat(11)}EMPTY= Z=kept`,
    '0000000000',
    '1',
  ]);
  t.end();
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { configFileIn, keysInForce, withKeys } from '../../../../harness/cli/config/config-arguments.ts';
import { readConfigFile } from '../../../../harness/cli/config/config-file.ts';
import { temporaryFolder } from '../../../support/temporary.ts';

test('the command line wins by whatever name of an option it gives', (t) => {
  const config = { file: 'c.json', values: new Map([['pause-ms', 5]]) };
  t.same(keysInForce(config, ['mailboxes', 'check', '--pause', '7']), []);
  t.same(keysInForce(config, ['mailboxes', 'check']), ['pause-ms']);
  t.end();
});

test('keys become options before what is no option; what the command line has wins', (t) => {
  const values = new Map(
    Object.entries({ cycles: 5, control: true, 'mailbox-count': 3, margin: ['1', 'heaps=2'] }),
  );
  const config = { file: 'c.json', values };
  const args = ['run', '--no-control', '--mailboxCount=9', '--', 'x'];
  t.same(keysInForce(config, args), ['cycles', 'margin']);
  t.same(withKeys(args, config, keysInForce(config, args)), [
    ...['run', '--no-control', '--mailboxCount=9', '--cycles=5', '--margin=1', '--margin=heaps=2', '--', 'x'],
  ]);
  t.equal(configFileIn(['run', '--config', 'a.json']), 'a.json');
  t.equal(configFileIn(['run', '--config=b.json']), 'b.json');
  t.equal(configFileIn(['run', '--', '--config=b.json']), undefined);
  t.end();
});

const refused: readonly (readonly [string, RegExp])[] = [
  ['[1]', /no JSON object/],
  ['{"cycles": 1,\n"cycles": 2}', /key "cycles": it is there twice, again in line 2/],
  ['{"__proto__": 1}', /key "__proto__": that is no long name/],
  ['{"config": "x"}', /key "config": it cannot be given in a file/],
  ['{"cycles": null}', /key "cycles": a value is/],
  ['{"cycles": {"a": 1}}', /key "cycles": a value is/],
  ['{"out": "a\\u0000b"}', /key "out": a value is/],
  ['{"mailboxCount": 1}', /key "mailboxCount"/],
  ['{"cycles": 1', /line 1, column 13: it ends too early/],
];

for (const [content, message] of refused) {
  test(`a file of options with ${content} is refused by its name and the place`, (t) => {
    const file = join(temporaryFolder(t), 'c.json');
    writeFileSync(file, content);
    t.throws(() => readConfigFile(file), { code: 'INPUT_FILE', message });
    t.throws(() => readConfigFile(file), { message: /c\.json/ });
    t.end();
  });
}

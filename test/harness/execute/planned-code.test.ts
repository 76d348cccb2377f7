import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { inputCodeOf } from '../../../harness/contract/input-code.ts';
import { requirePlannedCode } from '../../../harness/execute/planned-code.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

test('code that is not what was planned is refused by name; what was not read then is not compared', (t) => {
  const file = join(temporaryFolder(t), 'scenario.mjs');
  writeFileSync(file, 'one');
  const scenario = { name: 'mine', file, sha256: hash('one') };
  const plan = { scenario, mapi: { kind: 'stand-in' } } as const;
  t.doesNotThrow(() => requirePlannedCode(plan));
  writeFileSync(file, 'other');
  const changed = {
    code: 'INPUT_FILE',
    message: `the scenario ${file} has changed since the run was planned`,
  };
  t.throws(() => requirePlannedCode(plan), changed);
  const ours = { name: 'extended-logon', file: null, sha256: null };
  const provider = { scenario: ours, mapi: { kind: 'path', path: file, sha256: hash('one') } } as const;
  t.throws(() => requirePlannedCode(provider), {
    code: 'INPUT_FILE',
    message: /the MAPI provider .* changed/,
  });
  rmSync(file);
  t.throws(() => requirePlannedCode(plan), changed, 'gone');
  const unread = { scenario: ours, mapi: { kind: 'path', path: file, sha256: null } } as const;
  t.doesNotThrow(() => requirePlannedCode(unread));
  t.same(inputCodeOf(unread), [{ what: 'MAPI provider', file, sha256: null }]);
  t.same(inputCodeOf({ scenario: ours, mapi: { kind: 'system' } }), []);
  t.end();
});

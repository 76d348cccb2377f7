import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { checkStart } from '../../../harness/cli/check-start.ts';
import { RUN_REPORTS } from '../../../reports/catalogue.ts';
import { soakPlan } from '../../support/soak-rounds.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const PLAN = { ...soakPlan(), impersonation: 'logon-user' as const };

test('what a run would refuse of the files around it is refused, and nothing is written', async (t) => {
  const folder = temporaryFolder(t);
  const secret = join(folder, 'secret');
  const used = join(folder, 'used');
  mkdirSync(used);
  for (const file of [secret, join(used, 'mine')]) writeFileSync(file, 'x', { mode: 0o600 });
  const password = { kind: 'file', path: secret } as const;
  const [report] = RUN_REPORTS;
  if (report === undefined) throw new Error('there are reports');
  const check = (
    file: string,
    out: string,
    source: Parameters<typeof checkStart>[1]['password'] = password,
  ) => checkStart(PLAN, { password: source }, [{ report, file }], out);
  const fresh = join(folder, 'fresh');
  const before = readdirSync(folder);

  await check(join(folder, 'report'), fresh);
  await check('-', fresh);
  await t.rejects(check(join(fresh, 'report'), fresh), {
    code: 'USAGE',
    message: /--report .*cannot be written/,
  });
  await t.rejects(check(used, fresh), { code: 'USAGE', message: /it is a folder/ });
  await t.rejects(check('-', used), { code: 'RUN_FOLDER', message: /it is not empty/ });
  await t.rejects(check('-', secret), { code: 'RUN_FOLDER', message: /secret cannot be the run folder/ });
  const missing = { kind: 'file', path: join(folder, 'none') } as const;
  await t.rejects(check('-', fresh, missing), { code: 'PASSWORD_SOURCE', exitCode: 2 });
  if (process.platform !== 'win32') {
    chmodSync(secret, 0o644);
    await t.rejects(check('-', fresh), { code: 'PASSWORD_SOURCE' }, 'a password that everybody can read');
  }
  const idle = checkStart({ ...PLAN, impersonation: 'self' }, { password }, [], undefined);
  await t.rejects(idle, { code: 'USAGE', message: /nobody is logged on/ });
  t.same(readdirSync(folder), before);
});

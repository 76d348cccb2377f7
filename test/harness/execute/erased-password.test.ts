import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'tap';
import type { ToHost } from '../../../harness/execute/messages.ts';
import { sealPassword } from '../../../harness/execute/sealed-password.ts';
import { standInPaths } from '../../../native-bindings/stand-in/paths.ts';
import { NIGHTLY } from '../../support/nightly.ts';
import { countInMemory } from '../../support/process-secrets.ts';
import { formsOf, SECRET } from '../../support/secret-search.ts';
import { mailboxesOf } from '../../support/session-host.ts';
import { temporaryFolder, temporaryRegistry } from '../../support/temporary.ts';

const CHILD = fileURLToPath(new URL('erased-password.child.js', import.meta.url));
const TEXT = formsOf(SECRET).filter(({ form }) => form.startsWith('utf'));

/** Neither engine copies what a pointer points to; by day one is enough. */
for (const ffi of NIGHTLY ? (['ffi-napi', 'koffi'] as const) : (['ffi-napi'] as const)) {
  test(`${ffi}: a host holds one copy of the password between cycles, and none when it has erased it`, async (t) => {
    temporaryRegistry(t);
    const child = fork(CHILD, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    t.teardown(() => child.kill('SIGKILL'));
    const ask = async (message: ToHost): Promise<unknown> => {
      child.send(message);
      const [answer] = await once(child, 'message');
      return answer;
    };
    const [firstMailbox] = mailboxesOf(1);
    if (firstMailbox === undefined) throw new Error('there is none');
    const key = await ask({ say: 'agree' });
    if (!(key instanceof Uint8Array)) throw new Error('no key came');
    const opened = await ask({
      say: 'open',
      plan: {
        mapi: { kind: 'path', path: standInPaths().mapi32 },
        ffi,
        impersonation: 'logon-user',
        logonType: 'network',
        walkBudget: 1,
      },
      probe: false,
      scenario: { name: 'extended-logon', file: null, sha256: null },
      firstMailbox,
      flightRecord: join(temporaryFolder(t), 'flight-record'),
      ballastBytes: 0,
      plantedBytesPerCycle: 0,
      password: sealPassword(Buffer.from(`${SECRET}\0`, 'utf16le'), key),
    });
    t.equal(opened, 'open');
    const memory = (): Readonly<Record<string, number>> => countInMemory(child.pid ?? 0, TEXT);
    t.same(memory(), { utf16le: 1 }, 'before a cycle');
    for (const mailbox of mailboxesOf(5)) await ask({ say: 'try', cycle: 0, mailbox });
    t.same(memory(), { utf16le: 1 }, 'after cycles');
    await ask({ say: 'close' });
    t.same(memory(), {}, 'after it was erased');
  });
}

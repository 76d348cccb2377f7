import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'tap';
import { readResult, readRows } from '../../harness/execute/read-run-folder.ts';
import { QUICK } from '../support/command.ts';
import { NIGHTLY } from '../support/nightly.ts';
import { temporaryFolder } from '../support/temporary.ts';

const MAIN = fileURLToPath(new URL('../../harness/cli/main.js', import.meta.url));
const skip = spawnSync('strace', ['-V']).status !== 0 && 'there is no strace here';
const RUN = [
  '--no-control',
  '--arms',
  'on',
  '--block',
  '1',
  '--mailbox-count',
  '5',
  '--cycles',
  '6',
  '--replicates',
  '1',
];

/** A file that cannot be written. */
interface Fault {
  readonly file: string;
  /** The call that fails, on that file or under its draft's name; renames by which it would come to be are counted. */
  readonly call: string;
  readonly error: 'EACCES' | 'ENOSPC' | 'EROFS' | 'EIO';
  /** From which of these calls on; of renames the one. */
  readonly from?: number;
  readonly says: RegExp;
  /** 7 unless told otherwise. */
  readonly code?: number;
}

const LOST = String.raw`\d+ rows could not be written and are lost: 1 sample and \d+ events`;
const NO_ROOM = /there is no room left on its disk \(ENOSPC\)/;
const READ_ONLY = /its disk can only be read \(EROFS\)/;
const DENIED = /this user may not write there \(EACCES\)/;

const BY_DAY: readonly Fault[] = [
  { file: 'run/plan.json', call: 'rename', error: 'EROFS', from: 1, says: READ_ONLY },
  { file: 'run/samples.ndjson', call: 'fdatasync', error: 'EIO', from: 4, says: /its disk fails \(EIO\)/ },
];
const AT_NIGHT: readonly Fault[] = [
  { file: 'registry.txt.flag-backup.reg', call: 'rename', error: 'EACCES', from: 2, says: DENIED },
  { file: 'registry.txt.flag-backup.json', call: 'rename', error: 'ENOSPC', from: 3, says: NO_ROOM },
  { file: 'run/flag-backup.reg', call: 'rename', error: 'EROFS', from: 4, says: READ_ONLY },
  { file: 'run/events.ndjson', call: 'write', error: 'EROFS', from: 5, says: READ_ONLY },
  { file: 'run/events.ndjson', call: 'write', error: 'ENOSPC', from: 1, says: NO_ROOM },
  { file: 'run/samples.ndjson', call: 'write', error: 'EACCES', from: 3, says: DENIED },
  { file: 'run/hosts/on-1.log', call: 'openat', error: 'EROFS', says: READ_ONLY },
  { file: 'run/hosts/on-1.flight', call: 'openat', error: 'EACCES', says: DENIED },
  { file: 'run/hosts/probe.log', call: 'openat', error: 'ENOSPC', says: NO_ROOM },
  { file: 'registry.txt.flag-backup.json', call: 'unlink', error: 'EROFS', says: READ_ONLY },
];

for (const fault of NIGHTLY ? [...BY_DAY, ...AT_NIGHT] : BY_DAY) {
  const { call, code = 7, error, file, from = 1, says } = fault;
  test(`${file}: ${error} in ${call} is said in words; rows are whole, and the flag is put back`, {
    skip,
  }, async (t) => {
    const folder = temporaryFolder(t);
    const [registry, run] = [join(folder, 'registry.txt'), join(folder, 'run')];
    const [path, when] = call === 'rename' ? [[], `${from}`] : [['-P', join(folder, file)], `${from}+`];
    const inject = [...path, '-e', `trace=${call}`, '-e', `inject=${call}:error=${error}:when=${when}`];
    const args = ['run', ...QUICK.slice(0, -1), ...RUN, '--out', run];
    const child = spawn(
      'strace',
      ['-f', '-qq', '-o', '/dev/null', ...inject, process.execPath, MAIN, ...args],
      {
        env: { ...process.env, MAPILEAK_REGISTRY: registry },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    t.equal(await new Promise((resolve) => child.on('close', resolve)), code, stderr);
    t.match(stderr, says);
    t.notMatch(stderr, /\n {4}at /, 'no stack trace');
    t.notMatch(existsSync(registry) ? readFileSync(registry, 'utf8') : '', /CleanUpMAPIHeap/);
    if (file === 'run/samples.ndjson') {
      t.match(stderr, new RegExp(`^Warning: the last ${LOST}\\.$`, 'm'));
      const { warnings } = await readResult(run);
      t.match(warnings[0], new RegExp(`^the last ${LOST}$`), 'which its result says, too');
    }
    if (existsSync(join(run, 'samples.ndjson'))) {
      t.strictSame(await readRows(run, { add: () => {}, addEvent: () => {} }), []);
    }
  });
}

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'tap';
import { QUICK, workplace } from '../support/command.ts';

const MAIN = fileURLToPath(new URL('../../harness/cli/main.js', import.meta.url));
const skip = spawnSync('strace', ['-V']).status !== 0 && 'there is no strace here';
const FLAG = /"CleanUpMAPIHeap"=dword:0000000(\d)/;

test('a run that is killed between the backup of the flag and its write leaves both as they were', {
  skip,
}, async (t) => {
  const place = workplace(t);
  await place.mapileak(['flag', 'set', '1']);
  // The folder is synced when the backup has got its name there, and before anything is written.
  const kill = ['-P', place.folder, '-e', 'trace=fsync', '-e', 'inject=fsync:signal=KILL:when=1'];
  const run = ['run', ...QUICK, '--no-control', '--cycles', '8', '--replicates', '1', '--out', place.run];
  const child = spawn('strace', ['-f', '-qq', '-o', '/dev/null', ...kill, process.execPath, MAIN, ...run], {
    env: { ...process.env, MAPILEAK_REGISTRY: place.registry },
    stdio: 'ignore',
  });
  const signal = await new Promise((resolve) => child.on('close', (_, by) => resolve(by)));
  t.equal(signal, 'SIGKILL');
  const backup = `${place.registry}.flag-backup.json`;
  t.ok(existsSync(backup), 'the backup is there');
  t.match(
    readFileSync(place.registry, 'utf8'),
    /"CleanUpMAPIHeap"=dword:00000001/,
    'and nothing was written',
  );
  const next = await place.mapileak([...run.slice(0, -1), `${place.run}-2`]);
  t.equal(next.code, 3, 'eight cycles settle nothing');
  t.equal(FLAG.exec(readFileSync(place.registry, 'utf8'))?.[1], '1', 'it is put back by the next');
  t.notOk(existsSync(backup));
});

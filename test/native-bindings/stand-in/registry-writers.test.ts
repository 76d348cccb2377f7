import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { compileExerciser, exerciserEnvironment, parseTap, runSuite } from './exerciser.ts';

const WRITERS = ['1', '2', '3', '4'] as const;
const STEPS = 40;

test('several processes write the registry at once and lose nothing', async (t) => {
  const folder = t.testdir();
  const program = compileExerciser('plain', folder);
  const environment = exerciserEnvironment(folder);
  const runs = await Promise.all(
    WRITERS.map(async (writer) => {
      const child = spawn(program, ['writer'], { env: { ...environment, EXERCISE_WRITER: writer } });
      const chunks: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
      await once(child, 'close');
      return parseTap(Buffer.concat(chunks).toString());
    }),
  );
  for (const { checks, planned } of runs) {
    t.equal(planned, 1);
    for (const { passed, name } of checks) t.ok(passed, name);
  }

  const text = readFileSync(join(folder, 'registry.txt'), 'utf8');
  for (const writer of WRITERS) {
    t.match(
      text,
      `"writer ${writer}"=dword:${STEPS.toString(16).padStart(8, '0')}\n`,
      'the last number is there',
    );
    const keys = text
      .split('\n')
      .filter((line) => line.startsWith(`[HKEY_LOCAL_MACHINE\\SOFTWARE\\Shared\\${writer}\\`));
    t.equal(keys.length, STEPS, 'every key is there');
  }
});

test('a writer that is killed leaves a readable registry, and no lock', async (t) => {
  const folder = t.testdir();
  const program = compileExerciser('plain', folder);
  const environment = exerciserEnvironment(folder);
  for (let round = 0; round < 20; round++) {
    const child = spawn(program, ['endless writer'], { env: environment });
    await once(child.stdout, 'data');
    // Rounds differ in where the writer is when the signal meets it.
    await new Promise((resolve) => setTimeout(resolve, round % 7));
    child.kill('SIGKILL');
    await once(child, 'close');
  }
  t.match(readFileSync(join(folder, 'registry.txt'), 'utf8'), /^mapileak registry 1\n/);
  const { checks, status } = runSuite(program, 'writer', { ...environment, EXERCISE_WRITER: '9' });
  t.equal(status, 0);
  t.ok(
    checks.every(({ passed }) => passed),
    'the next writer goes on',
  );
  t.notOk(existsSync(join(folder, 'registry.txt.new')), 'over what the killed one left behind');
});

import { spawn } from 'node:child_process';
import { HarnessError, messageOf } from '../../contract/errors.ts';

/** What a program of the system said. */
export interface Said {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/**
 * Runs a program to its end, in no language but the C locale's.
 * @throws HarnessError SCHEDULER if it cannot be started
 */
export async function runProgram(program: string, args: readonly string[], input?: Buffer): Promise<Said> {
  return await new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...process.env, LC_ALL: 'C' }, windowsHide: true });
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (piece: Buffer) => stdout.push(piece));
    child.stderr.on('data', (piece: Buffer) => stderr.push(piece));
    child.on('error', (error: NodeJS.ErrnoException) => reject(notStarted(program, error)));
    child.on('close', (code) =>
      resolve({ code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString().trim() }),
    );
    // Who does not read its input has said why on stderr.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

function notStarted(program: string, error: NodeJS.ErrnoException): HarnessError {
  const why = error.code === 'ENOENT' ? 'there is no such program here' : messageOf(error);
  return new HarnessError(
    'SCHEDULER',
    `${program} could not be started: ${why}`,
    'Choose a scheduler that this machine has: --kind task-scheduler, systemd or cron.',
    { cause: error },
  );
}

/** A program of the scheduler's that refused. */
export function refusedBy(what: string, { code, stderr, stdout }: Said, remedy: string): HarnessError {
  const said = stderr === '' ? stdout.toString().trim() : stderr;
  return new HarnessError(
    'SCHEDULER',
    `${what} failed (exit ${code}): ${said || 'it did not say why'}`,
    remedy,
  );
}

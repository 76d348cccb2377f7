import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test } from 'tap';
import { CANARY } from './canary.ts';

const CHILD = fileURLToPath(new URL('terminal.child.js', import.meta.url));
const hasScript = spawnSync('script', ['--version']).stdout?.includes('util-linux') ?? false;
const skip = !hasScript && 'there is no `script` of util-linux to make a pseudo-terminal';

/** Runs the child on a pseudo-terminal, types when it asks, and resolves to all that the terminal showed. */
function onTerminal(keys: string): Promise<{ screen: string; exitCode: number | null }> {
  const command = `'${process.execPath}' '${CHILD}'`;
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null']);
  let screen = '';
  let typed = false;
  child.stdout.on('data', (data: Buffer) => {
    screen += data.toString();
    if (typed || !screen.includes('Password: ')) return;
    typed = true;
    child.stdin.write(keys);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ screen, exitCode }));
  });
}

test('a real terminal shows nothing of the password, and the process ends by itself', { skip }, async (t) => {
  const { screen, exitCode } = await onTerminal(`x\x7f${CANARY}\r`);
  t.equal(exitCode, 0);
  t.equal(screen, `Password: \r\nbytes=${2 * CANARY.length + 2}\r\n`);
});

test('Ctrl-C on a real terminal stops the command', { skip }, async (t) => {
  const { screen, exitCode } = await onTerminal(`${CANARY}\x03`);
  t.equal(exitCode, 0);
  t.equal(screen, 'Password: \r\ncode=STOPPED\r\n');
});

test('without a terminal the prompt is refused', (t) => {
  const { stdout, stderr } = spawnSync(process.execPath, [CHILD], { input: `${CANARY}\n`, encoding: 'utf8' });
  t.equal(stdout, 'code=PASSWORD_SOURCE\n');
  t.equal(stderr, '');
  t.end();
});

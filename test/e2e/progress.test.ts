import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'tap';
import { workplace } from '../support/command.ts';

const SHORT = [
  ...['run', '--no-self-test', '--no-dither', '--no-explain', '--no-control', '--cycles', '64'],
  ...['--replicates', '1', '--stand-in', 'RoundTripMicroseconds=0', '--walk-budget', '20'],
];
const MAIN = fileURLToPath(new URL('../../harness/cli/main.js', import.meta.url));

test('elsewhere than on a terminal, progress is plain lines at the interval that was asked for', async (t) => {
  const end = await workplace(t).mapileak([...SHORT, '--progress-interval', '100ms']);
  const lines = end.stderr.split('\n').filter((line) => line !== '');
  t.ok(lines.length > 0);
  for (const line of lines)
    t.match(
      line,
      /^[\d.,]+ m?s {2}(?:starting a session host|off-1 \(replicate 1 of 1\) {2}\d+ of 64 cycles)/,
    );
  t.equal(end.stderr.includes('\u001b'), false);
  t.equal(end.stderr.includes('\r'), false);
});

const hasScript = spawnSync('script', ['--version']).status === 0;

test('on a terminal it is one line, as wide as the terminal, and gone before the result', {
  skip: hasScript ? false : 'there is no program `script`, which makes terminals',
}, async (t) => {
  const place = workplace(t);
  const args = [...SHORT, '--out', place.run, '--registry', place.registry].join(' ');
  const command = `stty cols 50; '${process.execPath}' '${MAIN}' ${args}`;
  const { stdout } = spawnSync('script', ['-qec', command, join(place.folder, 'typescript')], {
    cwd: place.folder,
    encoding: 'utf8',
    env: { ...process.env, TERM: 'xterm', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [before = '', ...painted] = stdout.split('\r\u001b[2K');
  const result = painted.pop() ?? '';
  t.equal(before.trim(), '');
  t.equal(painted[0], 'starting a session host');
  t.ok(painted.length > 1);
  for (const line of painted) if (!/^[\x20-\x7e]{1,49}$/.test(line)) t.fail(JSON.stringify(line));
  t.match(result, /^Inconclusive: /);
  t.equal(result.includes('\u001b'), false, 'and nothing is coloured that was not to be');
});

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { type Judgement, judgeTap } from '../support/judge-tap.ts';
import { temporaryFolder } from '../support/temporary.ts';

const TAP = import.meta.resolve('tap');
/** As the runner starts a file: without what tap tells the files that it runs. */
const ENVIRONMENT = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^TAP/.test(name)));

/** What this version of tap says of a test file, and how that file ends. */
function runFile(t: Test, source: string): { readonly said: string; readonly ended: number | string | null } {
  const file = join(temporaryFolder(t), 'planted.mjs');
  writeFileSync(file, `import { test } from ${JSON.stringify(TAP)};\n${source}\n`);
  const options = { encoding: 'utf8', env: ENVIRONMENT } as const;
  const { stdout, status, signal } = spawnSync(process.execPath, [file], options);
  return { said: stdout, ended: signal ?? status };
}

const GOOD = "test('a', async (t) => { t.ok(1); t.ok(2); });\ntest('b', { skip: 'c' }, async () => {});";
const failure = (t: Test, judged: Judgement, problem: RegExp | string): void => {
  t.equal(judged.failed, 1);
  t.match(judged.problem, problem);
};

test('a test file that ran to its end counts with its totals', async (t) => {
  const { said, ended } = runFile(t, GOOD);
  const { passed, ...rest } = judgeTap(said, ended);
  t.match(said, `pass: ${passed}`);
  t.ok(passed > 0);
  t.strictSame(rest, { failed: 0, skipped: 1, problem: null });
});

test('Windows’ line ends change nothing', async (t) => {
  const { said, ended } = runFile(t, GOOD);
  t.strictSame(judgeTap(said.replaceAll('\n', '\r\n'), ended), judgeTap(said, ended));
});

test('a test file that skips all it has is well, and nothing of it passed', async (t) => {
  const { said, ended } = runFile(t, "test('b', { skip: 'c' }, async () => {});");
  t.strictSame(judgeTap(said, ended), { passed: 0, failed: 0, skipped: 1, problem: null });
});

test('a failed assertion is counted once, however the program ended', async (t) => {
  const { said, ended } = runFile(
    t,
    "test('a', async (t) => { t.ok(0); });\ntest('b', async (t) => { t.ok(1); });",
  );
  t.equal(ended, 1);
  t.match(judgeTap(said, ended), { failed: 1, problem: 'assertions failed' });
  t.match(judgeTap(said, 0), { failed: 1, problem: 'assertions failed' });
});

test('a program that says nothing and exits with 0 is a failure', async (t) => {
  failure(t, judgeTap('', 0), 'no totals');
  failure(t, judgeTap('\n', 0), 'no totals');
});

test('a plan of no tests is a failure', async (t) => {
  failure(t, judgeTap('TAP version 14\n1..0\n', 0), 'no totals');
  failure(t, judgeTap('TAP version 14\n1..0\n# { total: 0 }\n', 0), 'tested nothing');
  const { said, ended } = runFile(t, '');
  t.equal(judgeTap(said, ended).failed, 1);
});

test('TAP that breaks off anywhere is a failure, even where the program exits with 0', async (t) => {
  const { said } = runFile(t, GOOD);
  const lines = said.split('\n');
  const totals = lines.findIndex((line) => line.startsWith('# { total'));
  for (let kept = 0; kept < totals; kept++) {
    const cut = lines.slice(0, kept).join('\n');
    failure(t, judgeTap(cut, 0), 'no totals');
  }
  const unplanned = lines.filter((line) => !/^1\.\.\d+/.test(line)).join('\n');
  failure(t, judgeTap(unplanned, 0), 'incomplete');
  const missing = lines.filter((line) => !line.startsWith('ok 2 ')).join('\n');
  failure(t, judgeTap(missing, 0), 'incomplete');
});

test('a crash after passing tests is a failure, before and after the totals', async (t) => {
  const crashing = `${GOOD}\ntest('c', async () => { process.kill(process.pid, 'SIGKILL'); });`;
  const { said, ended } = runFile(t, crashing);
  t.match(said, /^ok 1 /m);
  failure(t, judgeTap(said, ended), 'SIGKILL');
  failure(t, judgeTap(runFile(t, GOOD).said, 0xc0000005), String(0xc0000005));
  failure(t, judgeTap(runFile(t, GOOD).said, null), 'null');
});

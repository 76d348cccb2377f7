import { chmodSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { test } from 'tap';
import { exitCodeAfter, withReports } from '../../../../harness/cli/report-files/open-reports.ts';
import { EXIT, HarnessError } from '../../../../harness/contract/errors.ts';
import type { Report } from '../../../../reports/report.ts';
import { temporaryFolder } from '../../../support/temporary.ts';

const report = (name: string, render: (input: string) => string): Report<string> => ({
  name,
  fileName: name,
  forEveryone: false,
  render,
});
const GOOD = report('good', (input) => `good ${input}`);
const BROKEN = report('broken', () => {
  throw new TypeError('x is not a function');
});

test('a reporter that fails costs nobody else their report, nor the run its end', async (t) => {
  const folder = temporaryFolder(t);
  const requests = [BROKEN, GOOD].map((each) => ({ report: each, file: join(folder, each.name) }));
  const problems = await withReports(requests, process.stdout, (reports) => reports.write('news'));
  t.match(problems, [{ code: 'REPORT_NOT_WRITTEN', message: /^--report broken=.*x is not a function/ }]);
  t.equal(readFileSync(join(folder, 'good'), 'utf8'), 'good news');
  t.same(readdirSync(folder), ['good']);
});

test('where one target cannot be opened, nothing is begun, and no draft of another is left', async (t) => {
  const folder = temporaryFolder(t);
  let begun = false;
  const requests = [
    { report: GOOD, file: join(folder, 'a') },
    { report: GOOD, file: join(folder, 'none', 'b') },
  ];
  const running = withReports(requests, process.stdout, async () => {
    begun = true;
  });
  await t.rejects(running, { code: 'USAGE', message: /--report good=.*cannot be written/ });
  t.equal(begun, false);
  t.same(readdirSync(folder), []);
});

test('a run that fails before it is reported leaves the old report', async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'a');
  writeFileSync(file, 'old');
  const running = withReports([{ report: GOOD, file }], process.stdout, async () => {
    throw new Error('no MAPI');
  });
  await t.rejects(running, /no MAPI/);
  t.equal(readFileSync(file, 'utf8'), 'old');
  t.same(readdirSync(folder), ['a']);
});

test('a report on stdout is known to whoever would write the summary there', async (t) => {
  const stdout = new PassThrough();
  const seen = await withReports([{ report: GOOD, file: '-' }], stdout, async (reports) => {
    t.same(await reports.write('news'), []);
    return reports.onStdout;
  });
  t.equal(seen, true);
  t.equal(String(stdout.read()), 'good news');
});

test('exit 7 stands above what was found, and below what broke the run', async (t) => {
  const problems = [new HarnessError('REPORT_NOT_WRITTEN', 'a', 'b')];
  for (const code of [EXIT.ok, EXIT.expectationNotMet, EXIT.inconclusive]) {
    t.equal(exitCodeAfter(problems, code), EXIT.reportNotWritten);
    t.equal(exitCodeAfter([], code), code);
  }
  for (const code of [EXIT.environment, EXIT.hostLost, EXIT.stopped])
    t.equal(exitCodeAfter(problems, code), code);
});

test('while a run goes on its files are replaced, whole, and what goes to stdout waits for the end', async (t) => {
  const folder = temporaryFolder(t);
  const stdout = new PassThrough();
  const file = join(folder, 'a');
  const requests = [
    { report: GOOD, file },
    { report: GOOD, file: '-' },
    { report: BROKEN, file: join(folder, 'b') },
  ];
  const read = (): string => readFileSync(file, 'utf8');
  await withReports(requests, stdout, async (reports) => {
    for (const round of ['first', 'second', 'third']) {
      const problems = await reports.writeCheckpoint(round);
      t.match(problems, [{ code: 'REPORT_NOT_WRITTEN', message: /broken/ }], 'one that fails costs no other');
      t.equal(read(), `good ${round}`);
      t.same(
        readdirSync(folder).filter((name) => name.startsWith('a')),
        ['a'],
      );
    }
    if (process.platform !== 'win32') chmodSync(file, 0o640);
    await reports.writeCheckpoint('fourth');
    if (process.platform !== 'win32') t.equal(statSync(file).mode & 0o777, 0o640, 'its mode stays');
    rmSync(file);
    await reports.writeCheckpoint('fifth');
    t.equal(read(), 'good fifth');
    t.equal(stdout.read(), null);
    await reports.write('last');
  });
  t.equal(read(), 'good last');
  t.equal(String(stdout.read()), 'good last');
  t.same(readdirSync(folder), ['a'], 'and no draft is left');
});

test('a checkpoint that cannot be written leaves the one before, and the next is written again', async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'a');
  const fails = report('fails', (input) => {
    if (input === 'bad') throw new Error('no');
    return input;
  });
  await withReports([{ report: fails, file }], process.stdout, async (reports) => {
    t.same(await reports.writeCheckpoint('one'), []);
    t.match(await reports.writeCheckpoint('bad'), [{ code: 'REPORT_NOT_WRITTEN' }]);
    t.equal(readFileSync(file, 'utf8'), 'one');
    t.same(await reports.writeCheckpoint('two'), []);
    t.equal(readFileSync(file, 'utf8'), 'two');
  });
  t.same(readdirSync(folder), ['a']);
});

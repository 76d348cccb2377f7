import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { test } from 'tap';
import { Parser } from 'tap-parser';
import { resultSchema } from '../../harness/contract/result.ts';
import { RUN_REPORTS } from '../../reports/catalogue.ts';
import { eventOf, QUICK, workplace } from '../support/command.ts';
import { checkJunit, checkMetrics, markdownToHtml, skipWithout } from '../support/format-readers.ts';

const SHORT = ['--cycles', '64', '--replicates', '1', '--no-control', '--mailbox-count', '4', ...QUICK];
const POSIX = process.platform === 'win32' ? 'Windows removes no folder with an open file in it' : false;

test('one run writes every kind of report, each of which others can read', async (t) => {
  const place = workplace(t);
  const file = (name: string): string => join(place.folder, `mine.${name}`);
  const reports = RUN_REPORTS.flatMap(({ name }) => ['--report', `${name}=${file(name)}`]);
  const { code, stderr, stdout } = await place.mapileak(['compare', ...SHORT, '--out', 'run', ...reports]);
  t.equal(code, 3, 'too short for a verdict');
  t.equal(stderr, '');
  t.match(stdout, /^Inconclusive: /);
  const text = (name: string): string => readFileSync(file(name), 'utf8');
  const samples = readFileSync(join(place.run, 'samples.ndjson'), 'utf8').trimEnd().split('\n');

  const result = resultSchema.parse(JSON.parse(text('json')));
  t.equal(text('json'), readFileSync(join(place.run, 'result.json'), 'utf8'));
  t.equal(text('html'), readFileSync(join(place.run, 'report.html'), 'utf8'));
  t.equal(parse(text('csv'), { bom: true, columns: true }).length, samples.length);
  const rates = [...result.arms, ...result.differences].flatMap(({ resources }) => Object.keys(resources));
  t.equal(parse(text('csv-rates'), { bom: true, columns: true }).length, rates.length);
  const rows = text('ndjson')
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  t.equal(rows.filter((row) => Object(row).row === 'sample').length, samples.length);
  const times = parse(text('perfmon'), { columns: true }).map((row) => Object.values(Object(row))[0]);
  t.ok(times.length > 10);
  t.same(times, [...new Set(times)].sort(), 'each row has a time of its own, one after the other');
  const points: boolean[] = [];
  const parser = new Parser({ strict: true });
  parser.on('assert', ({ ok, skip }) => points.push(ok && skip !== false));
  parser.end(text('tap'));
  t.same(points, [false, true, true, true], 'what is inconclusive is skipped');
  if (skipWithout('xmllint') === false) checkJunit(text('junit'));
  if (skipWithout('promtool') === false) checkMetrics(text('prometheus'));
  if (skipWithout('cmark-gfm') === false) t.match(markdownToHtml(text('markdown')), /^<h2>Inconclusive: /);

  const before = statSync(join(place.run, 'report.html')).mtimeMs;
  const again = await place.mapileak(['report', 'run', '--report', 'tap=-']);
  t.equal(again.stdout, text('tap'), 'the same report can be had later, on stdout, and nothing beside it');
  t.equal(statSync(join(place.run, 'report.html')).mtimeMs, before, 'the run folder is left alone');
  const unmet = ['--expect', 'no-leak', '--report', `junit=${file('junit')}`];
  const judged = await place.mapileak(['analyse', place.run, ...unmet]);
  t.equal(judged.code, 3);
  t.match(text('junit'), 'name="expected no-leak"', 'a file that is there is replaced');
  const raw = await place.mapileak([
    'report',
    place.run,
    '--report',
    `csv=${join(place.run, 'samples.ndjson')}`,
  ]);
  t.match(raw, { code: 2, stderr: /would replace a file/ });
});

test('a target that breaks while it is measured costs its own report only, and exit 7', {
  skip: POSIX,
}, async (t) => {
  const place = workplace(t);
  const gone = join(place.folder, 'gone');
  const kept = join(place.folder, 'kept');
  for (const folder of [gone, kept]) mkdirSync(folder);
  const reports = [`junit=${gone}/a.xml`, 'tap=/dev/full', `json=${kept}/a.json`];
  const running = place.start([
    ...['run', ...SHORT, '--out', place.run],
    ...reports.flatMap((report) => ['--report', report]),
  ]);
  await eventOf(place, 'host-started');
  rmSync(gone, { recursive: true });
  const { code, stderr, stdout } = await running.ended;
  t.equal(code, 7);
  t.match(stderr, /--report junit=\S+ could not be written: there is no such folder \(ENOENT\)/);
  if (existsSync('/dev/full'))
    t.match(
      stderr,
      /--report tap=\/dev\/full could not be written: there is no room left on its disk \(ENOSPC\)/,
    );
  t.match(stdout, /^Inconclusive: /, 'the summary is shown all the same');
  for (const file of ['result.json', 'report.html']) t.ok(existsSync(join(place.run, file)), file);
  t.same(readdirSync(kept), ['a.json']);
});

test('a wrong path ends a command before anything is measured', async (t) => {
  const place = workplace(t);
  const reports = ['--report', `tap=${join(place.folder, 'a.tap')}`, '--report', 'junit=none/a.xml'];
  const { code, stderr } = await place.mapileak(['compare', ...SHORT, '--out', place.run, ...reports]);
  t.equal(code, 2);
  t.match(stderr, /--report junit=none\/a\.xml cannot be written: there is no such folder \(ENOENT\)/);
  t.notOk(existsSync(place.run));
  t.notOk(existsSync(join(place.folder, 'a.tap')));
});

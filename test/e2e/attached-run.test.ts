import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { test } from 'tap';
import { historyReportSchema } from '../../harness/contract/history-report.ts';
import { runDiffSchema } from '../../harness/contract/run-diff.ts';
import { WHOSE, writeAttachedRun } from '../support/attached-run.ts';
import { resultOf, workplace } from '../support/command.ts';
import { checkJunit, checkMetrics, skipWithout } from '../support/format-readers.ts';
import { writeRun } from '../support/run-on-disk.ts';

const KINDS = [
  'html',
  'json',
  'csv',
  'csv-rates',
  'ndjson',
  'junit',
  'tap',
  'markdown',
  'prometheus',
  'perfmon',
];

test('what reads ordinary runs reads attached ones, and says what their rates are per', async (t) => {
  const place = workplace(t);
  const runs = join(place.folder, 'runs');
  const [before, after, byLog] = ['before', 'after', 'by-log'].map((name) => join(runs, name));
  if (before === undefined || after === undefined || byLog === undefined) throw new Error('three runs');
  writeAttachedRun(before);
  writeAttachedRun(after, { bytesPerCycle: 0 });
  writeAttachedRun(byLog, { byLog: true });
  writeRun(join(runs, 'ordinary'), undefined, { isFinished: true });
  const report = (kind: string): string => readFileSync(join(place.folder, `by-log.${kind}`), 'utf8');
  const reports = KINDS.flatMap((kind) => ['--report', `${kind}=by-log.${kind}`]);
  const ended = await Promise.all([
    place.mapileak(['analyse', before, '--json']),
    place.mapileak(['analyse', after, '--json']),
    place.mapileak(['analyse', byLog, '--json', ...reports]),
  ]);
  t.same(
    ended.map((each) => [resultOf(each).verdict, resultOf(each).cycleUnit]),
    [
      ['not-fixed', 'second'],
      ['inconclusive', 'second'],
      ['not-fixed', 'matching line'],
    ],
  );

  await t.test('every report', async (t) => {
    for (const kind of KINDS) t.notMatch(report(kind), /per logon/, kind);
    t.match(report('html'), /Growth per matching line/);
    t.match(report('markdown'), /\| private bytes per matching line \|/);
    t.match(report('markdown'), /\| watched \| `ContosoCdo\.exe \(PID 4711\)` \|/);
    t.match(report('prometheus'), /growth_bytes_per_cycle\{[^}]*cycle="matching line"\} 8192\n/);
    t.match(
      report('tap'),
      /^ok 1 - measured as planned\n {2}---\n {2}found: "the program was watched until/m,
    );
    const rows: unknown[] = parse(report('csv-rates'), { bom: true, columns: true });
    t.match(rows[7], { resource: 'privateBytes', cycle: 'matching line', 'estimate per cycle': '8192' });
    if (skipWithout('xmllint') === false) checkJunit(report('junit'));
    if (skipWithout('promtool') === false) checkMetrics(report('prometheus'));
  });

  await t.test('diff: of a single process each, by private bytes, as both count the same', async (t) => {
    const less = await place.mapileak(['diff', before, after, '--json', '--html', 'diff.html']);
    t.equal(less.code, 0, less.stderr);
    const diff = runDiffSchema.parse(JSON.parse(less.stdout));
    t.match(diff, { comparable: true, verdict: 'less', reason: /\(private bytes\) per second less in B/ });
    t.match(readFileSync(join(place.folder, 'diff.html'), 'utf8'), /<h2>Growth per second<\/h2>/);
    const same = await place.mapileak(['diff', after, writeTwin(runs), '--force']);
    t.equal(same.code, 3, 'that there is no difference is never proven from outside');
    t.match(same.stdout, /not decided, private bytes: [\s\S]*Growth per second/);
    const other = await place.mapileak(['diff', before, byLog, '--force']);
    t.equal(other.code, 2);
    t.match(other.stderr, /growth per second in A and per matching line in B/);
  });

  await t.test('history: in series of their own, with the rates that they rest on', async (t) => {
    const { stdout } = await place.mapileak(['history', runs, '--json', '--quiet']);
    const { series } = historyReportSchema.parse(JSON.parse(stdout));
    const units = series.map(({ nights }) => [...new Set(nights.map(({ entry }) => entry.cycleUnit))]);
    t.same(units.flat().toSorted(), ['logon', 'matching line', 'second']);
    const rated = series.flatMap(({ nights }) => nights).find(({ entry }) => entry.run === 'before');
    t.match(rated?.entry.arms[0]?.resources.privateBytes, { verdict: 'leak', margin: 64 });
    const { stdout: table } = await place.mapileak(['history', runs, '--quiet', '--html', 'history.html']);
    t.match(table, /absent, private bytes {2}\S+ {2}.* per second/);
    t.match(readFileSync(join(place.folder, 'history.html'), 'utf8'), /growth per matching line, /);
  });

  await t.test('bundle: neither the program nor its log nor the pattern tells whose it is', async (t) => {
    const { code, stderr, stdout } = await place.mapileak([
      'bundle',
      byLog,
      '--out',
      'a.zip',
      '--map',
      'a.json',
    ]);
    t.equal(code, 0, stderr);
    t.match(stdout, /patterns in \d+ place/);
    t.notMatch(stdout, WHOSE);
    const map = readFileSync(join(place.folder, 'a.json'), 'utf8');
    t.match(map, /"kind": "pattern"/);
    t.match(map, WHOSE, 'the map stays here');
  });
});

/** Another run of the program that does not grow. */
function writeTwin(runs: string): string {
  const twin = join(runs, 'twin');
  writeAttachedRun(twin, { bytesPerCycle: 0 });
  return twin;
}

import { join, resolve } from 'node:path';
import { test } from 'tap';
import { parseRequests, type Taken } from '../../../../harness/cli/report-files/request.ts';
import { CLAIMS_REPORTS, RUN_REPORTS } from '../../../../reports/catalogue.ts';

const NOTHING: Taken = { stdout: false, files: [] };
const parse = (given: readonly string[] | undefined, taken: Partial<Taken> = {}) =>
  parseRequests(given, RUN_REPORTS, { ...NOTHING, ...taken }).map(({ file, report }) => [report.name, file]);
const refused = (message: RegExp, remedy = /./) => ({ code: 'USAGE', exitCode: 2, message, remedy });

test('a report is a kind and a file, which may hold further equals signs', async (t) => {
  t.same(parse(['junit=out.xml', 'csv=a=b.csv', 'tap=-']), [
    ['junit', 'out.xml'],
    ['csv', 'a=b.csv'],
    ['tap', '-'],
  ]);
  t.same(parse(undefined), []);
});

test('a kind without a file, an unknown kind and nothing at all are told which kinds there are', async (t) => {
  const kinds =
    /KIND is one of html, json, csv, csv-rates, ndjson, junit, tap, markdown, prometheus, perfmon\./;
  t.throws(() => parse(['junit']), refused(/--report junit names no file/, kinds));
  t.throws(() => parse(['junit=']), refused(/--report junit names no file/, /junit=junit\.xml/));
  t.throws(() => parse(['xml=a']), refused(/knows no kind "xml"/, kinds));
  t.throws(() => parse(['=a']), refused(/names no kind/, kinds));
  t.throws(() => parse([]), refused(/names no kind/, kinds), 'the option without a value');
});

test('two reports never share a file, however it is written, nor stdout', async (t) => {
  t.throws(() => parse(['junit=a', `tap=${resolve('a')}`]), refused(/junit and --report tap both name/));
  t.throws(() => parse(['junit=-', 'tap=-']), refused(/both name stdout/));
  t.same(parse(['junit=a', 'tap=b']).length, 2);
  if (process.platform === 'win32') t.throws(() => parse(['junit=a', 'tap=A']), refused(/both name/));
});

test('stdout belongs to --json where that was given', async (t) => {
  t.throws(() => parse(['tap=-'], { stdout: true }), refused(/both want stdout/));
  t.same(parse(['tap=-']), [['tap', '-']]);
});

test('a report takes the place of no file that the command needs', async (t) => {
  const files = [undefined, null, join('lists', 'boxes.csv')];
  t.throws(() => parse([`csv=${resolve('lists/boxes.csv')}`], { files }), refused(/would replace a file/));
  t.same(parse(['csv=lists/boxes.csv2'], { files }), [['csv', 'lists/boxes.csv2']]);
});

test('the run folder is empty when a run begins', async (t) => {
  const emptyFolder = 'runs/tonight';
  t.throws(() => parse(['tap=runs/tonight/a.tap'], { emptyFolder }), refused(/must be empty/));
  t.same(parse(['tap=runs/tonight.tap'], { emptyFolder }), [['tap', 'runs/tonight.tap']]);
});

test('every kind has a name of its own, and claims have those that need no samples', async (t) => {
  const names = RUN_REPORTS.map(({ name }) => name);
  t.equal(new Set(names).size, names.length);
  t.equal(new Set(RUN_REPORTS.map(({ fileName }) => fileName)).size, names.length);
  t.same(
    CLAIMS_REPORTS.map(({ name }) => name),
    ['json', 'junit', 'tap', 'markdown'],
  );
});

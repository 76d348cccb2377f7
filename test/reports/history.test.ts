import stringWidth from 'string-width';
import { test } from 'tap';
import { exitCodeOfHistory } from '../../harness/analyse/history/exit-code.ts';
import { historyReportOf, newestRuns } from '../../harness/analyse/history/history-report.ts';
import { type HistoryEntry, historyEntrySchema } from '../../harness/contract/history.ts';
import { type HistoryReport, historyReportSchema } from '../../harness/contract/history-report.ts';
import { renderHistoryPage } from '../../reports/html/history-page.ts';
import { renderHistory } from '../../reports/terminal/history.ts';
import { nightEntry, rateOf } from '../support/history-entries.ts';
import { everything, parseXml } from './html/xml.ts';

const night = (day: number, on = 0, change: Partial<HistoryEntry> = {}): HistoryEntry =>
  nightEntry(
    day,
    { off: { heapBytes: rateOf(4096, 10) }, on: { heapBytes: rateOf(on, 10), heaps: rateOf(0, 0.001) } },
    change,
  );

const CALM = Array.from({ length: 8 }, (_, day) => night(day));
const WORSE = night(8, 520, { verdict: 'reduced', also: { node: '99.0.0' } });
const BROKEN = nightEntry(
  9,
  {},
  {
    run: 'night-\u001b[2J<b>',
    ...{ key: null, like: {}, state: 'broken', verdict: null, problem: 'plan.json cannot be read' },
  },
);
const ALL = { folder: 'runs', since: null, scenario: null };

const reportOf = (
  entries: readonly HistoryEntry[],
  choice = {},
  gone: readonly string[] = [],
): HistoryReport => historyReportOf(entries, new Set(gone), { ...ALL, ...choice });

const CHANGED = reportOf([...CALM, WORSE, BROKEN], {}, ['night-001']);
const WIDE = { width: 120, colour: false, unicode: true };

test('the report is what the schema says', (t) => {
  t.same(historyReportSchema.parse(CHANGED), CHANGED);
  t.end();
});

test('whoever looks for ten seconds sees whether anything changed', (t) => {
  const headline = (report: HistoryReport): string => renderHistory(report, WIDE, null).split('\n')[0] ?? '';
  t.match(headline(CHANGED), /^Changed: the newest run differs/);
  t.match(headline(reportOf(CALM)), /^No change: the newest run is like those before it\./);
  t.match(headline(reportOf(CALM.slice(0, 2))), /^No change so far, but there are too few/);
  t.match(headline(reportOf([])), /^No runs\./);
  const again = [9, 10, 11].map((day) => night(day, 520, { verdict: 'reduced' }));
  t.match(headline(reportOf([...CALM, WORSE, ...again])), /^No change: .* The last change was in night-008/);
  t.end();
});

test('the table has a line a run, the flag says what differs, and the rule is stated', (t) => {
  const text = renderHistory(CHANGED, WIDE, 'h.html');
  t.match(text, /on, busy heap bytes +▁{8}█ +0 bytes -> 520 bytes/);
  t.match(text, /2026-01-02 02:00 +fixed +4,096 bytes +0 bytes +too few before +night-001 \(gone\)/);
  t.match(text, /2026-01-09 02:00 +reduced +4,096 bytes +520 bytes +CHANGED +night-008/);
  t.match(
    text.replaceAll(/\s+/g, ' '),
    /night-008 \(2026-01-09 02:00 UTC\) differs from those before it: verdict fixed -> reduced; on: more growth of busy heap bytes, 520 bytes \[510, 530\] per logon where 8 runs before foretold/,
  );
  t.match(text, /node 20\.20\.2 -> 99\.0\.0/);
  t.match(text, /Not compared: .*broken, plan\.json cannot be read/);
  t.match(text, CHANGED.rule.slice(0, 60));
  t.match(text.trimEnd(), /Page: h\.html$/);
  t.end();
});

for (const width of [24, 40, 80]) {
  test(`no line is wider than ${width} columns, in ASCII where that is all there is`, (t) => {
    const text = renderHistory(CHANGED, { width, colour: false, unicode: false }, 'h.html');
    for (const line of text.split('\n')) t.ok(stringWidth(line) <= width, line);
    t.match(text, /^[\n -~]*$/);
    t.end();
  });
}

test('another DLL begins a series, which says what it follows', (t) => {
  const other = night(9, 0, { key: 'other', like: { ...night(0).like, 'libmapi32.so': '6.5.7300.1' } });
  const report = reportOf([...CALM, other]);
  t.match(report.series, [{ key: 'other', follows: { run: 'night-007' } }, { follows: null }]);
  const text = renderHistory(report, WIDE, null).replaceAll(/\s+/g, ' ');
  t.match(
    text,
    /libmapi32\.so 6\.5\.7232\.75 \(sha256 \w+\) -> 6\.5\.7300\.1\. To compare: mapileak diff --force night-007 night-009/,
  );
  t.end();
});

test('what is left out still counts as what came before', (t) => {
  const since = reportOf([...CALM, WORSE], { since: '2026-01-09T00:00:00.000Z' });
  t.match(since.series, [{ nights: [{ status: 'changed' }] }]);
  t.match(newestRuns(reportOf([...CALM, WORSE]), 1).series[0]?.nights, [{ status: 'changed' }]);
  t.same(reportOf(CALM, { scenario: 'other' }).series, []);
  t.same(reportOf(CALM, { since: '2027-01-01T00:00:00.000Z' }).series, []);
  t.end();
});

test('who asks for it is told of a change, or that there was nothing to compare', (t) => {
  t.equal(exitCodeOfHistory(CHANGED, false), 0);
  t.equal(exitCodeOfHistory(CHANGED, true), 1);
  t.equal(exitCodeOfHistory(reportOf(CALM), true), 0);
  const killed = night(9, 0, { verdict: null, arms: [], state: 'unfinished' });
  t.equal(exitCodeOfHistory(reportOf([...CALM, killed]), true), 3);
  t.equal(exitCodeOfHistory(reportOf([BROKEN]), true), 3);
  t.equal(exitCodeOfHistory(reportOf([]), true), 0);
  t.end();
});

test('the page is well-formed, needs no script, and shows every run', (t) => {
  const source = renderHistoryPage(CHANGED, '../runs/');
  const page = everything(parseXml(source));
  t.notMatch(source, /<script|<link|url\(/);
  t.notOk(source.includes('\u001b'));
  t.match(source, /default-src 'none'/);
  t.match(page.find(({ name }) => name === 'h1')?.text, /^Changed: /);
  t.equal(page.filter(({ name }) => name === 'tr').length, 1 + 9);
  t.equal(page.filter(({ name }) => name === 'figure').length, 3);
  t.match(source, 'href="../runs/night-008/report.html"');
  t.notMatch(source, 'href="../runs/night-001/', 'its folder is gone');
  t.notMatch(source, '<b>,', 'names are escaped');
  t.equal(page.filter((each) => each.attributes.get('class') === 'differs').length, 1);
  t.end();
});

test('without a way to the runs the page has no links', (t) => {
  t.notMatch(renderHistoryPage(CHANGED, null), /href=/);
  t.end();
});

test('rates are per what a cycle of the series is; lines of before say nothing, and mean logons', async (t) => {
  const perSecond = [...CALM, WORSE].map((entry) => ({ ...entry, cycleUnit: 'second' }));
  const report = reportOf(perSecond);
  const table = renderHistory(report, WIDE, null);
  t.match(table, /0 bytes -> 520 bytes per second/);
  t.match(table, /520 bytes \[510, 530\] per second\s+where/);
  t.match(renderHistoryPage(report, null), /growth per second, bytes/);
  for (const text of [table, renderHistoryPage(report, null)]) t.notMatch(text, /per logon/);
  const { cycleUnit: _, ...old } = night(0);
  t.equal(historyEntrySchema.parse(old).cycleUnit, 'logon');
});

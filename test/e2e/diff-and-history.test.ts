import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { historyReportSchema } from '../../harness/contract/history-report.ts';
import { runDiffSchema } from '../../harness/contract/run-diff.ts';
import { QUICK, type Workplace, workplace } from '../support/command.ts';

const TINY = [
  ...['run', '--no-control', '--cycles', '64', '--replicates', '2', '--mailbox-count', '5'],
  ...QUICK,
];

const run = async (place: Workplace, bytes: number) =>
  await place.mapileak([...TINY, '--stand-in', `InstanceBytes=${bytes}`]);

/** Two runs in `runs`, the second of a leak twice as large, and with no history to write to. */
async function twoRuns(t: Test, place: Workplace): Promise<readonly [string, string]> {
  const runs = join(place.folder, 'runs');
  const index = join(runs, 'history.ndjson');
  const first = await run(place, 4096);
  t.equal(readFileSync(index, 'utf8').trim().split('\n').length, 1, 'the run has added its line');
  renameSync(index, join(place.folder, 'kept'));
  mkdirSync(index);
  const second = await run(place, 8192);
  t.same([first.code, second.code], [3, 3], 'runs this short are inconclusive, history or not');
  t.equal(second.stderr, '', 'quiet is quiet');
  rmdirSync(index);
  renameSync(join(place.folder, 'kept'), index);
  const [a, b] = readdirSync(runs)
    .filter((name) => name !== 'history.ndjson')
    .map((name) => join('runs', name));
  if (a === undefined || b === undefined) throw new Error('two runs were made');
  return [a, b];
}

test('two runs are compared and followed from the command line', async (t) => {
  const place = workplace(t);
  const [a, b] = await twoRuns(t, place);
  const index = join(place.folder, 'runs', 'history.ndjson');

  await t.test('runs that are not alike are compared only if one insists', async (t) => {
    const refused = await place.mapileak(['diff', a, b]);
    t.equal(refused.code, 2);
    t.equal(refused.stdout, '');
    t.match(refused.stderr, /stand-in dials RoundTrip\w+ 0 -> InstanceBytes 8192, [\s\S]*--force/);

    const forced = await place.mapileak(['diff', a, b, '--force', '--json', '--html', 'diff.html']);
    t.equal(forced.code, 0, forced.stderr);
    const diff = runDiffSchema.parse(JSON.parse(forced.stdout));
    t.match(diff, { verdict: 'more', comparable: false, basis: 'samples', a: { run: a }, b: { run: b } });
    const { difference } = diff.arms.find(({ arm }) => arm === 'off')?.resources['heapBytes'] ?? {};
    t.ok(difference && difference.low <= 4096 && difference.high >= 4096, JSON.stringify(difference));
    t.match(readFileSync(join(place.folder, 'diff.html'), 'utf8'), /<h1><span class="word">More growth/);
  });

  await t.test('an expectation decides the exit code', async (t) => {
    const codes = await Promise.all(
      ['more', 'not-more'].map(
        async (expect) => (await place.mapileak(['diff', a, b, '--force', '--expect', expect])).code,
      ),
    );
    t.same(codes, [0, 1]);
  });

  await t.test('without samples the results are compared', async (t) => {
    cpSync(join(place.folder, b), join(place.folder, 'bare'), { recursive: true });
    rmSync(join(place.folder, 'bare', 'samples.ndjson'));
    const { code, stdout } = await place.mapileak(['diff', a, 'bare', '--force'], { COLUMNS: '60' });
    t.equal(code, 0);
    t.match(stdout, /^The runs are not alike/);
    t.match(stdout.replaceAll(/\s+/g, ' '), /More growth: .*from the results alone/);
    t.ok(stdout.split('\n').every((line) => line.length <= 60));
  });

  await t.test('what cannot be compared is refused in words', async (t) => {
    for (const [args, said] of [
      [['diff', a, a], /both are the same folder/],
      [['diff', a, 'nowhere'], /plan\.json cannot be read/],
      [['diff', a, b, '--force', '--html', ''], /--html names no file/],
      [['diff', a, b, '--force', '--html', join(b, 'samples.ndjson')], /would replace what runs are/],
      [['history', a], /is a run folder/],
      [['history', '--limit', 'x'], /--limit is no whole number/],
    ] as const) {
      const { code, stderr } = await place.mapileak(args);
      t.equal(code, 2);
      t.match(stderr, said);
    }
    t.notOk(existsSync(join(place.folder, a, 'history.ndjson')));
  });

  await t.test('a page that cannot be written is exit 7, after the result', async (t) => {
    const { code, stderr, stdout } = await place.mapileak([
      ...['diff', a, b, '--force', '--html', 'nowhere/x.html'],
    ]);
    t.equal(code, 7);
    t.match(stdout, /More growth/);
    t.notMatch(stdout, /Page:/, 'no page is named that is not there');
    t.match(stderr, /nowhere.x\.html could not be written[\s\S]*Give the command again/);
  });

  await t.test('a run that could not add its line is added when the history is read', async (t) => {
    const { code, stderr, stdout } = await place.mapileak(['history', '--json']);
    t.equal(code, 0);
    t.match(stderr, /1 run added/);
    t.equal(readFileSync(index, 'utf8').trim().split('\n').length, 2);
    const { series } = historyReportSchema.parse(JSON.parse(stdout));
    t.match(series, [
      {
        follows: null,
        nights: [{ status: 'first', entry: { verdict: 'inconclusive' } }],
      },
      { follows: null, nights: [{ status: 'first' }] },
    ]);
  });

  await t.test('an index that was torn is mended, and told', async (t) => {
    writeFileSync(index, readFileSync(index, 'utf8').slice(0, -100));
    const { stderr, stdout } = await place.mapileak(['history', '--since', '30d', '--html', 'history.html']);
    t.match(stderr, /1 line could not be read/);
    t.match(stdout, /extended-logon: off/);
    t.match(
      readFileSync(join(place.folder, 'history.html'), 'utf8'),
      /href="runs\/\d{4}-[^"]+\/report\.html"/,
    );
  });
});

import { test } from 'tap';
import { renderDiffPage } from '../../../reports/html/diff-page.ts';
import { comparedRun, diffInputOf } from '../../support/diff-input.ts';
import { everything, parseXml } from './xml.ts';

const A = comparedRun('runs/before', { off: 4096, on: 4096 });
const B = comparedRun('runs/after', { off: 4096, on: 0 });
const PAGE = renderDiffPage(diffInputOf(A, B));

const classed = (source: string, name: string): readonly string[] =>
  everything(parseXml(source))
    .filter((each) => (each.attributes.get('class') ?? '').split(' ').includes(name))
    .map(({ text }) => text);

test('the page is one file without scripts and without a network', (t) => {
  t.match(PAGE, /default-src 'none'/);
  t.notMatch(PAGE, /<script|<link|src="http|url\(/);
  t.match(
    everything(parseXml(PAGE)).find(({ name }) => name === 'h1')?.text,
    /^Less growth: off: no difference/,
  );
  t.end();
});

test('each resource of each arm has a chart with both runs in it', (t) => {
  const titles = everything(parseXml(PAGE))
    .filter(({ name }) => name === 'title')
    .map(({ text }) => text);
  t.same(titles.slice(1), [
    'Growth of busy heap bytes with off, in both runs',
    'Growth of busy heap bytes with on, in both runs',
    'Growth of heaps with off, in both runs',
    'Growth of heaps with on, in both runs',
    'Growth of private bytes with off, in both runs',
    'Growth of private bytes with on, in both runs',
  ]);
  t.match(
    PAGE,
    /Run A: 4 replicates, growth 3\.91 MiB at the end\. Run B: 4 replicates, growth 0 bytes at the end\./,
  );
  t.end();
});

test('what the runs do not share says what matters', (t) => {
  const other = comparedRun('b', {
    off: 4096,
    on: 0,
    change: { environment: { bitness: 32, node: '<b>99' } },
  });
  const page = renderDiffPage(diffInputOf(A, other));
  t.match(classed(page, 'notice').join(' '), /The runs are not alike/);
  t.match(page, /<bdi>64-bit<\/bdi><\/td><td><bdi>32-bit<\/bdi><\/td><td><b>yes<\/b>/);
  t.match(page, '&lt;b&gt;99');
  t.end();
});

test('without samples there are figures, and no charts', (t) => {
  const page = renderDiffPage(diffInputOf({ ...A, collected: null }, { ...B, collected: null }));
  t.notMatch(page, /<figure/);
  t.match(page, /From the results alone/);
  t.end();
});

test('the same comparison gives the same bytes', (t) => {
  t.equal(renderDiffPage(diffInputOf(A, B)), PAGE);
  t.end();
});

test('long runs make no large page, and keep their peaks', (t) => {
  const spike = () => (cycle: number) => (cycle === 1_777 ? 1e9 : cycle % 1000);
  const change = {
    curves: { off: { heapBytes: spike } },
    cycles: 2_000,
    plan: { blockCycles: 1, length: { by: 'cycles', cycles: 2_000 }, replicates: 2 },
  } as const;
  const long = comparedRun('long', { off: 0, on: 0, change });
  const page = renderDiffPage(diffInputOf(long, long));
  t.ok(page.length < 200_000, `${page.length} bytes`);
  t.match(page, /1,000|953\.67|954|1000/, 'the axis reaches the peak');
  t.end();
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import tap, { type Test, test } from 'tap';
import { readPageScript } from '../../../harness/cli/page-script.ts';
import { renderHtml } from '../../../reports/html/page.ts';
import type { ReportInput } from '../../../reports/report-input.ts';
import {
  axeViolations,
  noChromium,
  type OpenedPage,
  openPage,
  startChromium,
  until,
} from '../../support/chromium.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { makeInput, makeResult, SAMPLED, seriesOf } from '../fixtures.ts';

const script = readPageScript();
const browser = noChromium === false ? await startChromium(tap) : null;
const needsChromium = { skip: noChromium };

/** Opens a page as somebody opens a file that came by mail. */
async function open(
  t: Pick<Test, 'teardown'>,
  text: string,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  if (browser === null) throw new Error('not skipped');
  const file = join(temporaryFolder(t), 'report.html');
  writeFileSync(file, text);
  return await openPage(t, browser, pathToFileURL(file).href, options);
}

const report = (change: Partial<ReportInput> = {}): string => renderHtml(makeInput(change), script);
const shared = browser === null ? null : await open(tap, report());

/** One report for all tests that only look at it and press what is in it, as new. */
async function opened(): Promise<OpenedPage> {
  if (shared === null) throw new Error('not skipped');
  await shared.page.emulateMedia({ colorScheme: 'light', media: 'screen' });
  await shared.page.setViewportSize({ width: 1280, height: 900 });
  await shared.page.reload();
  return shared;
}

const figureOf = (page: Page): Locator => page.locator('#figure-heapBytes');
const readout = async (figure: Locator): Promise<string> =>
  (await figure.locator('.readout').textContent()) ?? '';
const press = (figure: Locator, name: string): Promise<void> =>
  figure.getByRole('button', { name, exact: true }).click();

/** Where in the plot, as shares of its width and height, in pixels of the page. */
async function placeIn(figure: Locator, right: number, down: number): Promise<readonly [number, number]> {
  const plot = figure.locator('.u-over');
  await plot.scrollIntoViewIfNeeded();
  // The library hears of scrolling with the next frame.
  await figure
    .page()
    .evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  const box = await plot.boundingBox();
  if (box === null) throw new Error('no plot');
  return [box.x + right * box.width, box.y + down * box.height];
}

/** The cycle that is read at a place. */
async function cycleAt(page: Page, figure: Locator, right: number): Promise<number> {
  await page.mouse.move(...(await placeIn(figure, right, 0.5)));
  const cycle = /^Cycle ([\d,]+):/.exec(await readout(figure))?.[1] ?? '';
  return Number(cycle.replaceAll(',', ''));
}

test('a report opens without errors or requests, and every chart comes to life', needsChromium, async (t) => {
  const { page, problems, requests } = await opened();
  t.same(problems, []);
  t.same(requests, []);
  t.equal(await page.locator('figure.enlivened canvas').count(), SAMPLED.length);
  t.equal(await page.locator('.drawing:visible').count(), 0, 'the drawings have been replaced');
});

test('the page is XML for a browser, too', needsChromium, async (t) => {
  const { page } = await opened();
  const parse = (text: string): string =>
    `new DOMParser().parseFromString(${JSON.stringify(text)}, 'application/xhtml+xml').querySelector('parsererror')?.textContent ?? ''`;
  t.equal(await page.evaluate(parse(report())), '');
});

test('scripts that are not the report’s own do not run', needsChromium, async (t) => {
  const tampered = report().replace('</main>', '<script>document.title = "taken over"</script></main>');
  const { page, problems } = await open(t, tampered);
  t.not(await page.title(), 'taken over');
  t.match(problems.join('\n'), /Content Security Policy/);
});

test('pointing at a chart reads the nearest sample', needsChromium, async (t) => {
  const { page } = await opened();
  const figure = figureOf(page);
  t.equal(await readout(figure), 'Point at the chart for its values.');
  await page.mouse.move(...(await placeIn(figure, 0.5, 0.5)));
  t.match(
    await readout(figure),
    /^Cycle 480: off-\d has grown by 2\.05 MiB\. All replicates: off 2\.05 MiB.*, on 176 KiB.*, control 23\.4 KiB/,
  );
  t.ok(await figure.locator('.dot').isVisible());
});

test('dragging looks closer, and a double click shows the whole run again', needsChromium, async (t) => {
  const { page } = await opened();
  const figure = figureOf(page);
  const whole = figure.getByRole('button', { name: 'Whole run' });
  t.ok(await whole.isDisabled());
  await page.mouse.move(...(await placeIn(figure, 0.5, 0.5)));
  await page.mouse.down();
  await page.mouse.move(...(await placeIn(figure, 0.75, 0.5)), { steps: 4 });
  await page.mouse.up();
  const [from, to] = [await cycleAt(page, figure, 0.01), await cycleAt(page, figure, 0.99)];
  t.ok(from >= 470 && from <= 500 && to >= 700 && to <= 730, `${from} to ${to}`);
  t.ok(await whole.isEnabled());
  await page.mouse.dblclick(...(await placeIn(figure, 0.5, 0.5)));
  t.ok((await cycleAt(page, figure, 0.99)) > 900);
  t.ok(await whole.isDisabled());
});

test('a drag in both directions chooses cycles and growth', needsChromium, async (t) => {
  const { page } = await opened();
  const figure = figureOf(page);
  const scale = figure.locator('.plot-scale');
  await page.mouse.move(...(await placeIn(figure, 0.4, 0.85)));
  await page.mouse.down();
  await page.mouse.move(...(await placeIn(figure, 0.6, 0.99)), { steps: 4 });
  await page.mouse.up();
  t.match(await scale.textContent(), 'KiB', 'the lowest sixth of four megabytes');
  await page.mouse.dblclick(...(await placeIn(figure, 0.5, 0.5)));
  t.match(await scale.textContent(), 'MiB');
});

test('everything can be done from the keyboard', needsChromium, async (t) => {
  const { page } = await opened();
  const figure = figureOf(page);
  await figure.locator('.plot').focus();
  const after = async (...keys: readonly string[]): Promise<string> => {
    for (const key of keys) await page.keyboard.press(key);
    return await readout(figure);
  };
  t.match(await after('ArrowRight'), /^Cycle 0: /);
  t.match(await after('ArrowRight', 'ArrowRight'), /^Cycle 80: /);
  t.match(await after('ArrowLeft'), /^Cycle 40: /);
  const [one, other] = [await after('ArrowDown'), await after('ArrowDown')];
  t.not(one, other, 'another replicate');
  t.match(await after('End'), /^Cycle 960: /);
  const whole = figure.getByRole('button', { name: 'Whole run' });
  await after('+');
  t.ok(await whole.isEnabled());
  t.match(await after('Home'), /^Cycle 0: /, 'what is read is brought into view');
  t.ok(await figure.locator('.dot').isVisible());
  await after('0');
  t.ok(await whole.isDisabled());
});

test('a logarithmic scale shows small growth beside large', needsChromium, async (t) => {
  const { page } = await opened();
  const figure = figureOf(page);
  const heightOf = async (): Promise<number> => {
    const dot = await figure.locator('.dot').boundingBox();
    const plot = await figure.locator('.u-over').boundingBox();
    if (dot === null || plot === null) throw new Error('nothing is read');
    return 1 - (dot.y + dot.height / 2 - plot.y) / plot.height;
  };
  const earlyOff = async (): Promise<number> => {
    await page.mouse.move(...(await placeIn(figure, 0.05, 0)));
    t.match(await readout(figure), /: off-\d has grown by 246 KiB/);
    return await heightOf();
  };
  t.ok((await earlyOff()) < 0.1, 'near the bottom');
  await press(figure, 'Log scale');
  t.equal(await figure.getByRole('button', { name: 'Log scale' }).getAttribute('aria-pressed'), 'true');
  t.match(await figure.locator('.plot-scale').textContent(), 'logarithmic');
  t.ok((await earlyOff()) > 0.5, 'in the upper half');
  await press(figure, 'Log scale');
  t.ok((await earlyOff()) < 0.1, 'near the bottom');
});

test('an arm is hidden in all charts at once, which then show the others', needsChromium, async (t) => {
  const { page } = await opened();
  const figure = figureOf(page);
  const scale = figure.locator('.plot-scale');
  t.match(await scale.textContent(), 'MiB');
  const off = figure.locator('.legend button').first();
  await off.click();
  t.equal(await off.getAttribute('aria-pressed'), 'false');
  t.match(await scale.textContent(), 'KiB', 'off’s megabytes are gone');
  t.equal(await page.locator('.legend button[aria-pressed="false"]').count(), SAMPLED.length);
  await page.mouse.move(...(await placeIn(figure, 0.5, 0.5)));
  t.notMatch(await readout(figure), 'off');
  await off.click();
  t.match(await scale.textContent(), 'MiB');
});

test('a page in another theme, or of another width, draws its charts anew', needsChromium, async (t) => {
  const { page, problems } = await opened();
  const line = "getComputedStyle(document.querySelector('#figure-heapBytes .dot')).backgroundColor";
  const widthOf = async (): Promise<number> =>
    (await figureOf(page).locator('canvas').boundingBox())?.width ?? 0;
  await page.mouse.move(...(await placeIn(figureOf(page), 0.5, 0)));
  const [light, wide] = [await page.evaluate(line), await widthOf()];
  await page.emulateMedia({ colorScheme: 'dark' });
  await until(page, `${line} !== ${JSON.stringify(light)}`);
  await page.setViewportSize({ width: 400, height: 800 });
  await until(page, `document.querySelector('#figure-heapBytes canvas').clientWidth < ${wide}`);
  t.ok((await widthOf()) < 400);
  t.same(problems, []);
});

test('without scripts the charts are drawings, and there is nothing to press', needsChromium, async (t) => {
  const { page, problems } = await open(t, report(), { javaScriptEnabled: false });
  t.equal(await page.locator('figure svg.chart:visible').count(), SAMPLED.length);
  t.equal(await page.locator('button').count(), 0);
  t.equal(await page.locator('canvas').count(), 0);
  t.same(problems, []);
});

test('on paper there are the drawings, whole, and no controls', needsChromium, async (t) => {
  const { page } = await opened();
  const figure = figureOf(page);
  await press(figure, 'Zoom in');
  await page.emulateMedia({ media: 'print' });
  t.equal(await page.locator('figure svg.chart:visible').count(), SAMPLED.length);
  for (const hidden of ['.tools', '.readout', 'canvas', '.plot-scale'])
    t.equal(await page.locator(`${hidden}:visible`).count(), 0, hidden);
  const pdf = await page.pdf();
  t.equal(pdf.subarray(0, 5).toString(), '%PDF-');
});

test('axe finds nothing against the page in the light', needsChromium, async (t) => {
  const { page } = await opened();
  const folded = "document.querySelectorAll('.card details, details.card, #figure-heapBytes details')";
  await page.evaluate(`for (const each of ${folded}) each.open = true`);
  t.same(await axeViolations(page), []);
});

test('axe finds nothing against the page in the dark, on a telephone, in use', needsChromium, async (t) => {
  const { page } = await opened();
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 400, height: 800 });
  await figureOf(page).locator('.legend button').first().click();
  await press(figureOf(page), 'Zoom in');
  t.same(await axeViolations(page), []);
  t.equal(await page.evaluate('document.documentElement.scrollWidth'), 400, 'nothing scrolls to the side');
});

test('hostile names are only ever text, with scripts, too', needsChromium, async (t) => {
  const names = [
    '</script><img src=x onerror="document.title=\'taken over\'">',
    '<!--<script>',
    ']]>&amp;',
    'محمد\u{202e}evil',
    'nul\0byte',
    'half\ud800',
    '\u{2028}\u{2029}',
    '__proto__',
  ];
  const series = new Map([
    ['heapBytes', names.map((replicate, at) => ({ ...seriesOf('heapBytes', 'off', at + 1), replicate }))],
  ] as const);
  const failures = {
    total: names.length,
    byCode: { E: names.length },
    byMailbox: Object.fromEntries(names.map((name) => [name, 1])),
    mailboxesFailed: names.length,
  };
  const [off] = makeResult().arms;
  const result = makeResult({ arms: off === undefined ? [] : [{ ...off, failures }] });
  const { page, problems, requests } = await open(t, report({ series, result }));
  t.same(problems, []);
  t.same(requests, []);
  t.equal(await page.locator('img').count(), 0);
  t.not(await page.title(), 'taken over');
  const figure = figureOf(page);
  await figure.locator('.plot').focus();
  await page.keyboard.press('ArrowRight');
  const shown = [await readout(figure)];
  while (shown.length < names.length) {
    await page.keyboard.press('ArrowDown');
    shown.push(await readout(figure));
  }
  for (const name of [
    '</script><img src=x',
    '<!--<script>',
    ']]>&amp;',
    'محمد\\u{202e}evil',
    'nul\\u{0}byte',
    'half\\u{d800}',
  ])
    t.ok(
      shown.some((text) => text.includes(name)),
      name,
    );
});

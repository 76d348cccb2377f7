import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { test } from 'tap';
import { makeResult } from '../reports/fixtures.ts';
import { axeViolations, noChromium, openPage, startChromium } from '../support/chromium.ts';
import { QUICK, type Running, workplace } from '../support/command.ts';
import { SMALL_SHAPE, writeRun } from '../support/run-on-disk.ts';

/** Some seconds: four processes, each logon two times 10 ms and more. */
const SLOW = [
  ...['compare', '--no-control', '--replicates', '2', '--cycles', '64', ...QUICK],
  ...['--stand-in', 'RoundTripMicroseconds=10000'],
];

/** The first line that a server prints is its address. */
async function addressOf({ child, ended }: Running): Promise<string> {
  const line = new Promise<string>((resolve) => {
    child.stdout?.once('data', (text: unknown) => resolve(String(text).trim()));
  });
  return await Promise.race([line, ended.then(({ stderr }) => Promise.reject(new Error(stderr)))]);
}

const cell = (page: Page, name: string): Promise<string | null> => page.textContent(`[data-cell="${name}"]`);

async function isAsWideAsItsWindow(page: Page): Promise<boolean> {
  return (await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')) === true;
}

test('a run is seen while it goes on, to its end and after', { skip: noChromium }, async (t) => {
  const place = workplace(t);
  const runs = join(place.folder, 'runs');
  mkdirSync(runs);
  const browser = await startChromium(t);
  writeRun(join(runs, 'first'), SMALL_SHAPE, { isFinished: true, result: makeResult(), agoMs: 60_000 });
  const server = place.start(['serve', '--port', '0']);
  const address = await addressOf(server);
  t.match(address, /^http:\/\/127\.0\.0\.1:\d+\/$/);

  const list = await openPage(t, browser, address);
  await list.page.keyboard.press('Tab');
  t.match(await list.page.textContent(':focus'), 'Skip to content', 'the keyboard begins at the top');
  t.same(await axeViolations(list.page), [], 'the list is for everybody');
  const run = place.start([...SLOW, '--out', join(runs, 'tonight')]);
  await list.page.waitForSelector('[data-run="tonight"]');
  t.pass('a run that begins is listed without a reload');
  t.match(await list.page.textContent('[data-run="tonight"]'), /running/);
  await list.page.focus('[data-run="tonight"] th a');
  await list.page.keyboard.press('Enter');

  const { page } = list;
  await page.waitForURL(`${address}runs/tonight/`);
  const before = await cell(page, 'cycles');
  await page.waitForSelector('[data-plot="heapBytes"] canvas');
  await page
    .locator('[data-cell="cycles"]')
    .filter({ hasNotText: new RegExp(`^${before}$`) })
    .waitFor();
  t.equal(await cell(page, 'status'), 'running');
  t.match(await cell(page, 'left'), /s$|known yet/);
  t.match(await page.getAttribute('[data-plot="heapBytes"]', 'aria-label'), /over cycles\. o(ff|n): /);
  t.same(await axeViolations(page), [], 'and so is a run that goes on');

  const dark = await openPage(t, browser, page.url(), {
    viewport: { width: 400, height: 800 },
    colorScheme: 'dark',
  });
  await dark.page.waitForSelector('canvas');
  t.same(await axeViolations(dark.page), [], 'in the dark, on a narrow screen');
  t.ok(await isAsWideAsItsWindow(dark.page));
  await dark.page.goto(address);
  t.ok(await isAsWideAsItsWindow(dark.page));

  const still = await openPage(t, browser, page.url(), { javaScriptEnabled: false });
  t.match(
    await still.page.textContent('main'),
    /off.*in \d of 2 replicates/s,
    'without scripts it can be read',
  );
  t.equal(await still.page.locator('svg.chart').first().isVisible(), true);

  await run.ended;
  await page.locator('[data-cell="status"]', { hasText: 'finished' }).waitFor();
  t.match(await page.textContent('[data-announce]'), /The run is finished: /, 'its end is read out');
  t.equal(await page.isVisible('text=Followed live'), false);
  const verdict = await cell(page, 'reason');
  t.match(verdict, /off.*on/);
  await page.reload();
  await page.waitForSelector('[data-plot="heapBytes"] canvas');
  t.same(
    [await cell(page, 'status'), await cell(page, 'reason')],
    ['finished', verdict],
    'a reload shows the same',
  );
  await page.click('text=Open the report');
  t.match(await page.title(), /extended-logon/);

  await page.goto(address);
  for (const name of ['first', 'tonight']) await page.check(`[data-run="${name}"] input`);
  await page.click('text=Compare two runs');
  t.match(await page.textContent('main'), /RoundTripMicroseconds/, 'what they do not share is said first');
  await page.click('text=all the same');
  t.match(await page.textContent('.eyebrow'), 'Two runs compared');
  await page.goto(`${address}runs/tonight/`);

  for (const each of [list, dark, still]) t.same(each.problems, [], 'nothing is on the console');
  t.ok(
    [...list.requests, ...dark.requests].every((each) => each.startsWith(address)),
    'nothing leaves the machine',
  );
  server.child.kill('SIGINT');
  t.match(await server.ended, { code: 0, stderr: /Ctrl-C ends it/ });
});

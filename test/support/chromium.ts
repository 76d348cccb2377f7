import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { Test } from 'tap';
import { z } from 'zod';

/** Where Debian's package puts it. */
const CHROMIUM = '/usr/bin/chromium';

/** Why tests of pages are skipped here, as `{ skip: noChromium }`; false where they are not. */
export const noChromium: string | false = existsSync(CHROMIUM) ? false : `there is no ${CHROMIUM}`;

/** A browser without a window, gone when the test is over. One for all tests of a file keeps them cheap. */
export async function startChromium(t: Pick<Test, 'teardown'>): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: CHROMIUM });
  t.teardown(() => browser.close());
  return browser;
}

/** A page with all that went wrong in it so far, and all it asked for. */
export interface OpenedPage {
  readonly page: Page;
  /** Errors and warnings on the console, what was thrown, and what the content security policy refused. */
  readonly problems: readonly string[];
  /** Addresses that the page asked for beside its own. */
  readonly requests: readonly string[];
}

/** Opens an address in a profile of its own, with a desktop's window unless the options say otherwise. */
export async function openPage(
  t: Pick<Test, 'teardown'>,
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  t.teardown(() => context.close());
  const page = await context.newPage();
  const problems: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('request', (request) => {
    if (request.url() !== address) requests.push(request.url());
  });
  await page.goto(address);
  return { page, problems, requests };
}

/**
 * Waits until an expression holds in the page. Playwright's own waiting for an expression evaluates it in the page,
 * which a strict policy refuses.
 */
export async function until(page: Page, expression: string): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt++) {
    if ((await page.evaluate(expression)) === true) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`not in 10 s: ${expression}`);
}

const violationsSchema = z.array(
  z.object({ id: z.string(), nodes: z.array(z.object({ target: z.array(z.unknown()), html: z.string() })) }),
);

/** What axe-core finds against WCAG and good practice, a line each: `color-contrast at .note: <p ...`. */
export async function axeViolations(page: Page): Promise<readonly string[]> {
  // Evaluated by the debugger, so that the policy of the page, which allows no such script, stays in force.
  await page.evaluate(axe.source);
  const violations = violationsSchema.parse(
    await page.evaluate("axe.run({ resultTypes: ['violations'] }).then((found) => found.violations)"),
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, target }) => `${id} at ${target.join(' ')}: ${html.slice(0, 200)}`),
  );
}

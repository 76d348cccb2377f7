import { test } from 'tap';
import { claimsMarkdownReport, markdownReport } from '../../../reports/formats/markdown.ts';
import { code, codeCell, plain, table } from '../../../reports/formats/markdown-text.ts';
import type { ReportedRun } from '../../../reports/reported-run.ts';
import { visible } from '../../../reports/text.ts';
import { markdownToHtml, skipWithout } from '../../support/format-readers.ts';
import { makeClaimsInput } from '../claims-fixture.ts';
import { makeEnvironment, makeResult } from '../fixtures.ts';
import { everything, parseXml } from '../html/xml.ts';
import { HOSTILE } from './hostile.ts';
import { makeReported, textOf } from './reported.ts';

const skip = skipWithout('cmark-gfm');
const markdownOf = (change: Partial<ReportedRun> = {}): Promise<string> =>
  textOf(markdownReport.render(makeReported(change)));
const shownOf = (text: string): string => text.replaceAll('\u{2060}', '').replaceAll(/\s+/g, ' ').trim();
const wanted = HOSTILE.map((text) => shownOf(visible(text)));

/** The text of each element of a name, which has no element in it. */
function textsIn(markdown: string, name: string): readonly string[] {
  const html = parseXml(`<body>${markdownToHtml(markdown).replaceAll(/ \/>/g, '/>')}</body>`);
  return everything(html)
    .filter((each) => each.name === name)
    .map(({ children, text }) =>
      children.length === 0 ? shownOf(text) : `<${children[0]?.name}> in ${text}`,
    );
}

test('no text from outside is more than its characters, in a paragraph, an item or a cell', {
  skip,
}, async (t) => {
  t.same(
    textsIn(HOSTILE.map((text) => `${plain(text)}\n\nend\n`).join('\n'), 'p').filter(
      (text) => text !== 'end',
    ),
    wanted.filter((text) => text !== ''),
  );
  t.same(textsIn(HOSTILE.map((text) => `- ${plain(text)}\n`).join(''), 'li'), wanted);
  const rows = table(
    [{ title: 'x' }, { title: 'y' }],
    HOSTILE.map((text) => [plain(text), 'end']),
  );
  t.same(
    textsIn(rows.join('\n'), 'td').filter((_, at) => at % 2 === 0),
    wanted,
  );
});

test('as code it is what it was, in a text and in a cell', { skip }, async (t) => {
  const codes = wanted.filter((text) => text !== '');
  t.same(textsIn(codes.map((text) => `x ${code(text)} x\n`).join('\n'), 'code'), codes);
  const rows = table(
    [{ title: 'x' }],
    codes.map((text) => [codeCell(text)]),
  );
  t.same(textsIn(rows.join('\n'), 'code'), codes);
});

test('a ticket begins with the verdict, and says next that it was the stand-in', { skip }, async (t) => {
  const html = markdownToHtml(await markdownOf());
  t.match(
    html,
    /^<h2>Fixed: <code>logon-logoff<\/code><\/h2>\n<p>off leaks 4,096\.01 bytes \[4,095\.59, 4,096\.43\]/,
  );
  t.ok(html.indexOf('Measured on the stand-in') < html.indexOf('<table>'));
});

test('it has tables of arms, of differences and of the environment, and what was not checked', {
  skip,
}, async (t) => {
  const html = markdownToHtml(await markdownOf());
  t.equal(html.match(/<table>/g)?.length, 3);
  t.match(
    html,
    /<td>off<\/td>\n<td><strong>leak<\/strong><\/td>\n<td align="right">4,096\.0 bytes \[4,095\.6, 4,096\.4\]/,
  );
  t.match(html, /<td>off − on<\/td>\n<td>heaps<\/td>/);
  t.match(html, /<code>\S*libmapi32\.so 6\.5\.7232\.75, sha256 b1946ac9/);
  t.match(html, /<h3>What was not checked<\/h3>\n<ul>\n<li>Exchange, Outlook/);
});

test('it says whether what was expected came', async (t) => {
  t.match(await markdownOf(), 'Expected **fixed**: met.');
  const expectation = { expected: 'no-leak', met: 'not-met' } as const;
  t.match(await markdownOf({ expectation }), 'Expected **no-leak**: **not met**.');
  t.notMatch(await markdownOf({ expectation: null }), 'Expected');
});

test('it is short enough for a ticket', async (t) => {
  t.ok((await markdownOf()).split('\n').length < 80);
});

test('the flag has one line where it was the same everywhere, and one a place where not', async (t) => {
  const reading = { view: '64-bit', key: 'HKLM\\A', value: 1 } as const;
  const same = makeEnvironment({ flagBefore: [reading, { ...reading, view: '32-bit' }] });
  t.match(await markdownOf({ environment: same }), '`1 in all 2 places`');
  t.match(await markdownOf(), /64-bit HKLM[^|]*: no such value.*\n.*32-bit HKLM[^|]*: 0/);
});

test('a claim has a row with what was observed', { skip }, async (t) => {
  const html = markdownToHtml(await textOf(claimsMarkdownReport.render(makeClaimsInput())));
  t.match(html, '<h2>KB 891509: 4 claims: 1 confirmed, 1 refuted, 1 inconclusive, 1 not tested</h2>');
  t.match(html, '<td>CDO 1.21 &lt;MAPI.Session&gt; is not registered</td>');
});

test('a scenario, a warning and a reason from outside leave the ticket as it is', { skip }, async (t) => {
  const clean = textsIn(await markdownOf(), 'h3');
  for (const text of HOSTILE.slice(0, 26)) {
    const result = makeResult({ scenario: text, reason: text, warnings: [text] });
    t.same(textsIn(await markdownOf({ result }), 'h3'), clean, text);
  }
});

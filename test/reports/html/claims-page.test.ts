import { test } from 'tap';
import { claimsHtml } from '../../../reports/html/claims-page.ts';
import { makeClaimsInput } from '../claims-fixture.ts';
import { everything, parseXml } from './xml.ts';

const page = parseXml(claimsHtml(makeClaimsInput()));
const classed = (name: string) =>
  everything(page).filter(({ attributes }) => attributes.get('class')?.split(' ').includes(name) ?? false);

test('every claim is a card with its verdict, what would confirm it, and what was observed', async (t) => {
  const cards = classed('claim').map(({ text }) => text);
  t.equal(cards.length, 4);
  t.match(
    cards[0],
    /^\s*confirmed A MAPI32 program .*Confirmed by.*growth per logon.*Observed.*4,096 bytes/s,
  );
  t.match(cards[1], /not tested .*Not tested.*CDO 1\.21 <MAPI\.Session> is not registered/s);
  t.match(
    everything(page).find(({ name }) => name === 'h1'),
    { text: /^4 claims: 1 confirmed, 1 refuted/ },
  );
  t.ok(classed('verdict')[0]?.attributes.get('class')?.includes('bad'), 'one refutation colours the page');
});

test('runs are linked by relative paths, and nothing needs a network', async (t) => {
  const links = everything(page).flatMap(({ attributes }) => attributes.get('href') ?? []);
  t.ok(links.length > 0);
  t.ok(links.every((href) => href === 'mapi32/report.html'));
  t.notMatch(claimsHtml(makeClaimsInput()), /<script|https?:/);
});

test('the stand-in is named before any claim, and only where it was measured', async (t) => {
  t.match(
    classed('notice')[0]?.text,
    /^Measured on the stand-in, not on Exchange; dials: RoundTripMicroseconds 0\./,
  );
  t.notMatch(claimsHtml(makeClaimsInput({ standIn: false })), /class="notice"/);
});

import stringWidth from 'string-width';
import { test } from 'tap';
import { renderClaims } from '../../../reports/terminal/claims.ts';
import { makeClaimsInput } from '../claims-fixture.ts';

const PLAIN = { width: 100, colour: false, unicode: false };

test('each claim has its verdict, what would confirm it, and what was observed', async (t) => {
  const text = renderClaims(makeClaimsInput(), PLAIN);
  t.match(text, /^4 claims: 1 confirmed, 1 refuted, 1 inconclusive, 1 not tested\.\n/);
  t.match(text, /^Measured on the stand-in, not on Exchange; dials: RoundTripMicroseconds 0\.$/m);
  t.match(text, /^confirmed +A MAPI32 program that impersonates users .* leaks\.$/m);
  t.match(text, /^ +Confirmed by: growth per logon with CleanUpMAPIHeap 0/m);
  t.match(text, /^ +Observed: with 0 4,096 bytes \[4,095\.97, 4,096\.03\]/m);
  t.match(text, /^not tested +So does a CDO program\.$/m);
  t.match(text, /^ +Not tested: CDO 1\.21 <MAPI\.Session> is not registered$/m);
  t.match(text, /^Warning: mapi32: one thing & another$/m);
  t.match(text, /\nReport: runs[/\\]2026-01-31T080910Z-kb891509[/\\]report\.html\n$/);
  t.notMatch(text, '\u001b');
});

test('no line is wider than the screen, and none but ASCII characters where the screen has no others', async (t) => {
  for (let width = 24; width <= 120; width += 7) {
    const text = renderClaims(makeClaimsInput(), { width, colour: false, unicode: false });
    t.ok(
      text.split('\n').every((line) => stringWidth(line) <= width),
      `${width} columns`,
    );
    t.notMatch(text, /\P{ASCII}/u);
  }
});

test('colours mark the verdicts and leave the words as they are', async (t) => {
  const plain = renderClaims(makeClaimsInput(), PLAIN);
  const coloured = renderClaims(makeClaimsInput(), { ...PLAIN, colour: true });
  t.not(coloured, plain);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with an escape character
  t.equal(coloured.replace(/\u001b\[\d+m/g, ''), plain);
});

test('Exchange is not called a stand-in', async (t) => {
  for (const standIn of [false, null])
    t.notMatch(renderClaims(makeClaimsInput({ standIn }), PLAIN), /stand-in/);
});

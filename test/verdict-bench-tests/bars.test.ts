import { test } from 'tap';
import { barsOf } from '../verdict-bench/bars.ts';
import type { Findings } from '../verdict-bench/findings.ts';
import { ALL_FAMILIES } from '../verdict-bench/more-families.ts';
import type { OneTally } from '../verdict-bench/tally-one.ts';
import type { PairTally } from '../verdict-bench/tally-pair.ts';

const SIMS = 400;

const one = (leak: number, covered = SIMS): OneTally => ({
  sims: SIMS,
  leak,
  noLeak: 0,
  inconclusive: SIMS - leak,
  meanCycles: 1024,
  medianCycles: 1024,
  bias: 0,
  covered,
});

const pair = (effect: number, medianLogons: number, worse = 0): PairTally => ({
  sims: SIMS,
  effect,
  worse,
  noEffect: 0,
  open: SIMS - effect - worse,
  medianLogons,
  bias: 0,
  covered: SIMS,
});

/** Every family as good as it can be, but for some. */
function findings(
  settled: Readonly<Record<string, OneTally>> = {},
  same: Readonly<Record<string, PairTally>> = {},
  effect: Readonly<Record<string, PairTally>> = {},
): Findings {
  const perfect = ALL_FAMILIES.map(({ id, kind }) => [id, one(kind === 'leak' ? SIMS : 0)] as const);
  const alike = ALL_FAMILIES.map(({ id }) => [id, pair(0, 1024)] as const);
  const changed = ALL_FAMILIES.map(({ id }) => [id, pair(SIMS, 64)] as const);
  return {
    one: {
      'until-settled': new Map([...perfect, ...Object.entries(settled)]),
      fixed: new Map(),
    },
    pairs: {
      same: new Map([...alike, ...Object.entries(same)]),
      effect: new Map([...changed, ...Object.entries(effect)]),
    },
    peers: new Map(),
  };
}

const missed = (found: Findings): readonly string[] =>
  barsOf(found, ALL_FAMILIES).flatMap(({ demand, measured, isMet }) =>
    isMet === false ? [`${demand}: ${measured}`] : [],
  );

test('a detector without fault meets every bar', async (t) => {
  t.strictSame(missed(findings()), []);
  for (const { isMet } of barsOf(findings(), ALL_FAMILIES)) t.equal(isMet, true);
});

test('what was not measured is neither met nor missed', async (t) => {
  const nothing: Findings = {
    one: { 'until-settled': new Map(), fixed: new Map() },
    pairs: { same: new Map(), effect: new Map() },
    peers: new Map(),
  };
  for (const bar of barsOf(nothing, ALL_FAMILIES)) t.match(bar, { measured: 'not measured', isMet: null });
});

test('two false alarms of 400 are allowed on a family, three are not', async (t) => {
  t.strictSame(missed(findings({ N05: one(2) })), []);
  t.match(missed(findings({ N05: one(3) })), [/False `leak` at most 0.005 .*: N05 0.007 ± 0.004/]);
  t.match(missed(findings({ L22: one(3) })), [/L22/], 'nor on a leak below the margin');
});

test('on average false alarms are rarer still', async (t) => {
  const eachTwice = Object.fromEntries(['N05', 'N06', 'N08', 'N09', 'N10'].map((id) => [id, one(2)]));
  t.match(missed(findings(eachTwice)), [/on average/]);
});

test('a random walk is never to be called a leak', async (t) => {
  t.match(missed(findings({ N04: one(1) })), [/never `leak`: N04/]);
  t.match(missed(findings({ N25: one(1) })), [/never `leak`: N25/]);
});

test('99 of 100 leaks are to be found, with intervals that hold them, but for rare lumps', async (t) => {
  t.strictSame(missed(findings({ L03: one(396, 380) })), []);
  t.match(missed(findings({ L03: one(395) })), [/at least 0.99 .*: L03 0.988/]);
  t.match(missed(findings({ L03: one(SIMS, 379) })), [/holds the rate .*: L03 0.948/]);
  t.strictSame(missed(findings({ L20: one(0, 0), L21: one(0, 0) })), []);
});

test('rare lumps are to be found', async (t) => {
  t.strictSame(missed(findings({ L06: one(240) })), []);
  t.match(missed(findings({ L06: one(239) })), [/Rare lumps .*: L06 0.598/]);
});

test('arms that are alike differ in one of forty at most, whichever way', async (t) => {
  t.strictSame(missed(findings({}, { N10: pair(10, 64) })), []);
  t.match(missed(findings({}, { N10: pair(11, 64) })), [/A\/A .*: N10 0.028/]);
  t.match(missed(findings({}, { N10: pair(0, 64, 11) })), [/A\/A .*: N10 0.028/]);
});

test('an effect on exact readings is settled within 64 logons by half of the pairs', async (t) => {
  t.match(missed(findings({}, {}, { L01: pair(SIMS, 128) })), [/64 logons.*: L01 128/]);
  t.match(missed(findings({}, {}, { L01: pair(200, 64) })), [/64 logons.*: L01 not found/]);
  t.strictSame(missed(findings({}, {}, { N02: pair(SIMS, 512) })), [], 'noise may take longer');
});

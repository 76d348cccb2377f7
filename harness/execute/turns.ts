import type { Plan } from '../contract/plan.ts';
import type { Phase } from '../contract/sample.ts';
import { nextSample } from '../contract/sampling.ts';
import { walksOwed } from './planned-walks.ts';

/** One turn of a host: some cycles, maybe a rest, and a sample. */
export interface Turn {
  readonly phase: Phase;
  readonly cycles: number;
  /** Whose mailboxes: the next ones of the list, or again and again the one of the last cycle. */
  readonly mailboxes: 'next' | 'last';
  readonly walk: 'wanted' | 'if-cheap';
  readonly census: boolean;
  /** Whether the host is to rest before the sample for as long as a pass of its sweep took. */
  readonly rest: boolean;
}

const TURN: Turn = {
  phase: 'sweep',
  cycles: 0,
  mailboxes: 'next',
  walk: 'if-cheap',
  census: false,
  rest: false,
};

/** The sample before the first cycle. */
export const BASE_LINE: Turn = TURN;

/** Where a replicate is in its sweep. */
export interface SweepState {
  readonly cycles: number;
  readonly elapsedMs: number;
  /** Heap walks of those that are planned. */
  readonly walksTaken: number;
}

/** The sweep's next turn, up to the next sample, and how many planned walks are taken then. */
export function sweepTurn(
  plan: Pick<Plan, 'blockCycles' | 'length'>,
  { cycles, elapsedMs, walksTaken }: SweepState,
): { readonly turn: Turn; readonly walks: number } {
  const end = nextSample(cycles, plan);
  const walks = Math.max(walksTaken, walksOwed(plan.length, end, elapsedMs));
  return { turn: { ...TURN, cycles: end - cycles, walk: walks > walksTaken ? 'wanted' : 'if-cheap' }, walks };
}

/** Two primes, each twice: what grows by a whole number of blocks a cycle grows by multiples of both. */
const CENSUS_BLOCKS = [7, 11, 7, 11] as const;
const HAMMER_SAMPLES = 8;
const FEWEST_PASS_CYCLES = 32;
const MOST_PASS_CYCLES = 200;

/** Cycles that hammer one mailbox, and whose time is idled away: the mailboxes of a pass, within bounds. */
export function passCycles({ mailboxes }: Pick<Plan, 'mailboxes'>): number {
  return Math.min(MOST_PASS_CYCLES, Math.max(FEWEST_PASS_CYCLES, mailboxes.count));
}

/** The turns that find out with what an arm grows: census, hammer, idle. */
export function explainingTurns(plan: Pick<Plan, 'mailboxes' | 'mailboxOrder'>): readonly Turn[] {
  const walked: Turn = { ...TURN, walk: 'wanted' };
  const census = [0, ...CENSUS_BLOCKS].map(
    (cycles): Turn => ({ ...walked, phase: 'census', census: true, cycles }),
  );
  const idle = [false, true].map((rest): Turn => ({ ...walked, phase: 'idle', rest }));
  // Where every cycle has the same mailbox, the sweep has hammered it already.
  if (plan.mailboxOrder === 'repeated') return [...census, ...idle];
  const hammer = evenParts(passCycles(plan), HAMMER_SAMPLES).map(
    (cycles): Turn => ({ ...walked, phase: 'hammer', mailboxes: 'last', cycles }),
  );
  return [...census, { ...walked, phase: 'hammer' }, ...hammer, ...idle];
}

/** A whole number as so many whole parts that differ by one at most. */
function evenParts(total: number, parts: number): readonly number[] {
  const until = (part: number) => Math.round((total * part) / parts);
  return Array.from({ length: parts }, (_, part) => until(part + 1) - until(part));
}

const SHORTEST_IDLE_MS = 2000;
const LONGEST_IDLE_MS = 60_000;

/** @param passMs what the last pass of the sweep took */
export function idleMs(passMs: number): number {
  return Math.min(LONGEST_IDLE_MS, Math.max(SHORTEST_IDLE_MS, passMs));
}

import { join } from 'node:path';
import type { Test } from 'tap';
import { type ClaimsResult, claimsResultSchema } from '../../harness/contract/claims.ts';
import type { RunEvent } from '../../harness/contract/event.ts';
import { type Ended, eventsIn, QUICK, type Running, type Workplace, workplace } from './command.ts';

/** Claims explain nothing anyhow. */
export const QUICK_CLAIMS = QUICK.filter((option) => option !== '--no-explain');
const SHORT = ['--cycles', '1000', '--block', '40', '--mailbox-count', '40', ...QUICK_CLAIMS];

/** Starts `mapileak kb891509` on short runs. */
export function startClaims(
  place: Workplace,
  claims: readonly string[],
  ...args: readonly string[]
): Running {
  const chosen = claims.flatMap((claim) => ['--claim', claim]);
  return place.start(['kb891509', ...chosen, ...SHORT, ...args, '--out', place.run, '--json']);
}

/** Tests claims to the end; none means all. */
export async function testedOn(t: Test, claims: readonly string[], ...args: readonly string[]) {
  const place = workplace(t);
  const ended = await startClaims(place, claims, ...args).ended;
  return { place, ended, result: claimsOf(ended) };
}

/** claims.json as a command printed it. */
export function claimsOf({ stderr, stdout }: Ended): ClaimsResult {
  if (stdout === '') throw new Error(`no result: ${stderr}`);
  return claimsResultSchema.parse(JSON.parse(stdout));
}

export const verdictsOf = ({ claims }: ClaimsResult) => claims.map(({ claim, verdict }) => [claim, verdict]);
/** Events of one of the runs. */
export const eventsOf = (place: Workplace, run: string): readonly RunEvent[] =>
  eventsIn(join(place.run, run, 'events.ndjson'));
export const hostsOf = (place: Workplace, run: string): number =>
  eventsOf(place, run).filter(({ event }) => event === 'host-started').length;

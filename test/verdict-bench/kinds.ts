import type { Curve } from './curves.ts';
import type { Family, MakeProcess, Trait } from './family.ts';

type Run = Family['run'];

/** A family whose processes share nothing. */
export const apart =
  (process: MakeProcess): Run =>
  () =>
    process;

/** A family whose traces hold no chance at all. */
export const fixed =
  (curve: Curve): Run =>
  () =>
  () =>
    curve;

export function clean(id: string, name: string, run: Run, traits: readonly Trait[] = []): Family {
  return { id, name, kind: 'leak-free', traits, rateAt: () => 0, run };
}

export function leaking(
  id: string,
  name: string,
  bytesPerCycle: number,
  run: Run,
  traits: readonly Trait[] = [],
): Family {
  return { id, name, kind: 'leak', traits, rateAt: () => bytesPerCycle, run };
}

/** A family that leaks at another rate before the one it ends with. */
export const changingAt = (family: Family, cycle: number, bytesPerCycleBefore: number): Family => ({
  ...family,
  rateAt: (finished) => (finished <= cycle ? bytesPerCycleBefore : family.rateAt(finished)),
});

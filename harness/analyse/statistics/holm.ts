/**
 * p-values of m hypotheses adjusted so that those at or below alpha may all be rejected, and the chance of
 * even one false rejection is still alpha at most, however they depend on each other (Holm 1979, Scand. J.
 * Stat. 6:65).
 *
 * @returns in the order given
 */
export function holmAdjusted(pValues: readonly number[]): number[] {
  const ascending = [...pValues.entries()].sort(([, a], [, b]) => a - b);
  const adjusted = new Array<number>(pValues.length).fill(1);
  let largestYet = 0;
  for (const [place, [index, p]] of ascending.entries()) {
    largestYet = Math.max(largestYet, Math.min(1, (pValues.length - place) * p));
    adjusted[index] = largestYet;
  }
  return adjusted;
}

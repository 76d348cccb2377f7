/**
 * What becomes of an arm after a look: it goes on to the next, or its question is answered and it stops, or
 * it first runs the phases that explain with what it grows.
 */
export const RULINGS = ['go-on', 'explain', 'stop'] as const;
export type Ruling = (typeof RULINGS)[number];

/** The first look at a difference between arms: earlier, one odd start-up step is a large part of the data. */
export const FIRST_LOOK = 8;

/**
 * Whether a soak may end after so many rounds because its question is answered: after 2, 4, 8 and so on, fixed beforehand
 * as every look costs confidence.
 */
export function isSoakLook(round: number): boolean {
  return round >= 2 && Number.isInteger(Math.log2(round));
}

/**
 * The numbers of cycles per replicate at which a run that ends when it is settled is looked at: 8, 16, 32
 * and so on, and its largest number of cycles. How often one looks is fixed beforehand, since every look
 * costs confidence.
 */
export function looksUpTo(maxCycles: number): readonly number[] {
  const looks: number[] = [];
  for (let look = FIRST_LOOK; look < maxCycles; look *= 2) looks.push(look);
  return [...looks, maxCycles];
}

/**
 * The most looks at a soak: the ends of rounds 2, 4, 8 and so on, and its own end. Those of sixteen million rounds, more
 * than any soak has; fixed beforehand, as the error is divided among them.
 */
export const SOAK_LOOKS = 24;

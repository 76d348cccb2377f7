import type { ResourceName } from '../contract/resources.ts';
import { RESOURCES, resourceNameSchema } from '../contract/resources.ts';
import type { Difference as DifferenceResult, Rate, ResourceResult } from '../contract/result.ts';
import { type ResourceResults, readGates } from './resource-results.ts';
import type { Rules } from './rules.ts';
import { listText, numberText } from './words.ts';

/** What the flag changed, among the resources that leak. */
export interface Changes {
  /** Resources that provably grow less with the flag on, with the difference off minus on. */
  readonly less: readonly Change[];
  /** Resources that provably grow more with it on. */
  readonly more: readonly Change[];
  /** Whether every gate provably grows the same with the flag on and off, to within its margin. */
  readonly none: boolean;
}

interface Change {
  readonly resource: ResourceName;
  readonly difference: Rate;
}

/** A difference counts when its interval excludes none and reaches the margin: less does not matter to anyone. */
export function changesOf(
  leaking: readonly ResourceName[],
  differences: ResourceResults,
  rulesOf: (resource: ResourceName) => Rules,
): Changes {
  const gates = readGates(differences);
  const changes = leaking.flatMap((resource) => {
    const found = differences[resource];
    const difference = found?.perCycle;
    return difference
      ? [
          {
            resource,
            difference,
            margin: rulesOf(resource).margin,
            isMore: isMore(found, rulesOf(resource).margin),
          },
        ]
      : [];
  });
  return {
    less: changes.filter(({ resource }) => differences[resource]?.verdict === 'leak'),
    more: changes.filter((change) => change.isMore),
    none: gates.length > 0 && gates.every((gate) => isSame(differences[gate], rulesOf(gate).margin)),
  };
}

/** Where cycles failed, a difference holds only if it is there per cycle that succeeded, too; not if that is unknown. */
function holds({ perCycle, perSuccessfulCycle }: ResourceResult, of: (rate: Rate) => boolean): boolean {
  if (perCycle === null || perSuccessfulCycle === null) return false;
  return of(perCycle) && (perSuccessfulCycle === undefined || of(perSuccessfulCycle));
}

const isMore = (difference: ResourceResult | undefined, margin: number): boolean =>
  difference !== undefined &&
  difference.moreFailures !== 'subtrahend' &&
  holds(difference, ({ high, low }) => high < 0 && low <= -margin);

/** What the change comes to, in per cent of the leak without the flag. */
export function changeText(
  { less, more, none }: Changes,
  base: ResourceResults,
  between: DifferenceResult | undefined,
): string {
  if (none) return 'the flag does nothing: they differ by less than the margin';
  if (less.length === 0 && more.length === 0) return 'no difference is proven';
  if (between?.reduction && more.length === 0) {
    const { estimate, high, low, resource } = between.reduction;
    const [share, least, most] = [estimate, low, high].map((part) => numberText(100 * part, 1));
    return `on: reduced by ${share} % [${least}, ${most}] (${RESOURCES[resourceNameSchema.parse(resource)].label})`;
  }
  const parts = [...less, ...more].map(({ resource, difference }) => {
    const word = difference.estimate > 0 ? 'less' : 'more';
    return `${shareText(difference, base[resource]?.perCycle)} ${word} growth of ${RESOURCES[resource].label}`;
  });
  return `on: ${listText(parts)}`;
}

/** Equivalence: the whole interval within the margin to either side (Schuirmann 1987). */
const isSame = (result: ResourceResult | undefined, margin: number): boolean =>
  result?.verdict === 'no-leak' && holds(result, ({ low }) => low > -margin);

function shareText(difference: Rate, base: Rate | null | undefined): string {
  if (!base || base.estimate <= 0) return 'provably';
  return `${numberText((100 * Math.abs(difference.estimate)) / base.estimate, 1)} %`;
}

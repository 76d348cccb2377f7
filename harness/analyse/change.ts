import type { ResourceName } from '../contract/resources.ts';
import { RESOURCES } from '../contract/resources.ts';
import type { Rate } from '../contract/result.ts';
import type { ResourceResults } from './resource-results.ts';
import type { Rules } from './rules.ts';
import { listText, numberText } from './words.ts';

/** What the flag changed, among the resources that leak. */
export interface Changes {
  /** Resources that provably grow less with the flag on, with the difference off minus on. */
  readonly less: readonly Change[];
  /** Resources that provably grow more with it on. */
  readonly more: readonly Change[];
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
  const changes = leaking.flatMap((resource) => {
    const difference = differences[resource]?.perCycle;
    return difference ? [{ resource, difference, margin: rulesOf(resource).margin }] : [];
  });
  return {
    less: changes.filter(({ resource }) => differences[resource]?.verdict === 'leak'),
    more: changes.filter(({ difference, margin }) => difference.high < 0 && difference.low <= -margin),
  };
}

/** What the change comes to, in per cent of the leak without the flag. */
export function changeText({ less, more }: Changes, base: ResourceResults): string {
  if (less.length === 0 && more.length === 0) return 'no difference is proven';
  const parts = [...less, ...more].map(({ resource, difference }) => {
    const word = difference.estimate > 0 ? 'less' : 'more';
    return `${shareText(difference, base[resource]?.perCycle)} ${word} growth of ${RESOURCES[resource].label}`;
  });
  return `on: ${listText(parts)}`;
}

function shareText(difference: Rate, base: Rate | null | undefined): string {
  if (!base || base.estimate <= 0) return 'provably';
  return `${numberText((100 * Math.abs(difference.estimate)) / base.estimate, 1)} %`;
}

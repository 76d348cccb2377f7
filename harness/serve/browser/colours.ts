/** Colours of the style sheet as they are now, in the light or in the dark. */
export interface Colours {
  readonly ink: string;
  readonly grid: string;
  of(arm: string): string;
}

export function coloursNow(): Colours {
  const style = getComputedStyle(document.documentElement);
  const named = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return { ink: named('soft'), grid: named('grid'), of: (arm) => named(arm) || named('soft') };
}

/** Dashes by which arms are told apart without colour, as in a report. */
export function dashOf(arm: string): number[] {
  switch (arm) {
    case 'on':
      return [7, 3];
    case 'absent':
      return [8, 3, 2, 3];
    case 'control':
      return [2, 3];
    default:
      return [];
  }
}

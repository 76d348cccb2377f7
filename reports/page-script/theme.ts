import type { ArmName } from '../../harness/contract/arms.ts';

/** Colours and dashes as the style sheet has them now: it follows the reader's theme. */
export interface Theme {
  readonly ink: string;
  readonly soft: string;
  readonly grid: string;
  readonly shade: string;
  readonly card: string;
  readonly font: string;
  line(arm: ArmName): { readonly colour: string; readonly dash: readonly number[] };
}

export function readTheme(figure: Element): Theme {
  const root = getComputedStyle(document.documentElement);
  const colour = (name: string): string => root.getPropertyValue(`--${name}`).trim();
  const dashes = new Map<ArmName, readonly number[]>();
  return {
    ink: colour('ink'),
    soft: colour('soft'),
    grid: colour('grid'),
    shade: colour('shade'),
    card: colour('card'),
    font: `12px ${getComputedStyle(document.body).fontFamily}`,
    line(arm) {
      const dash = dashes.get(arm) ?? dashOf(figure, arm);
      dashes.set(arm, dash);
      return { colour: colour(arm), dash };
    },
  };
}

/** Of the sample in the legend. */
function dashOf(figure: Element, arm: ArmName): readonly number[] {
  const sample = figure.querySelector(`.legend .line.${arm}`);
  const dashes = sample === null ? '' : getComputedStyle(sample).strokeDasharray;
  return dashes
    .split(/[\s,]+/)
    .map(Number.parseFloat)
    .filter(Number.isFinite);
}

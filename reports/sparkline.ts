import type { Screen } from './screen.ts';

const BLOCKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const ASCII = ['_', '.', '-', '~', '=', '+', '*', '#'] as const;
const GAP = { unicode: '·', ascii: ' ' } as const;

/**
 * Numbers as a line of characters, oldest first, as high as they are between the lowest and the highest. A
 * number that is not there is a gap.
 *
 * @param floor a range that is smaller is drawn as if it were this large, so that noise makes no mountains
 */
export function sparkline(
  values: readonly (number | null)[],
  floor: number,
  { unicode }: Pick<Screen, 'unicode'>,
): string {
  const there = values.filter((value) => value !== null);
  const low = Math.min(...there);
  const range = Math.max(Math.max(...there) - low, floor, Number.MIN_VALUE);
  const levels = unicode ? BLOCKS : ASCII;
  return values
    .map((value) => {
      if (value === null) return unicode ? GAP.unicode : GAP.ascii;
      return levels[Math.min(levels.length - 1, Math.floor(((value - low) / range) * levels.length))] ?? '';
    })
    .join('');
}

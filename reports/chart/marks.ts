import type { ArmName } from '../../harness/contract/arms.ts';

/** More marked lines than these would not be told apart, and would fill the file. */
export const MARKED_LINES_PER_ARM = 8;
const MARKS_PER_LINE = 6;

/** Multiples of it, without their whole part, are spread evenly however many there are. */
const GOLDEN_RATIO = 0.618;

/** Whether a point of a line bears a mark: other ones than on its neighbours, so that equal lines stay apart. */
export function isMarked(index: number, pointsOfLine: number, order: number): boolean {
  const stride = Math.max(1, Math.floor(pointsOfLine / MARKS_PER_LINE));
  return index % stride === Math.floor(((order * GOLDEN_RATIO) % 1) * stride);
}

/** The shape by which an arm is known without colour, as path data around a point in pixels. */
export function markShape(arm: ArmName, x: number, y: number): string {
  switch (arm) {
    case 'off':
      return `M${x} ${y}m-3.2 0a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0 -6.4 0Z`;
    case 'on':
      return `M${x} ${y}m-2.9 -2.9h5.8v5.8h-5.8Z`;
    case 'absent':
      return `M${x} ${y}m0 -3.8l3.8 6.6h-7.6Z`;
    case 'control':
      return `M${x} ${y}m-3 -3l6 6m0 -6l-6 6`;
    case 'planted':
      // The self-test is in no chart.
      return '';
  }
}

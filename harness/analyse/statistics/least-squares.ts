import type { Points } from './points.ts';
import { mean } from './summary.ts';

/** The least-squares slope of y on x; NaN when every x is the same. */
export function leastSquaresSlope({ x, y }: Points): number {
  const centreX = mean(x);
  const centreY = mean(y);
  let products = 0;
  let squares = 0;
  for (const [index, value] of x.entries()) {
    products += (value - centreX) * ((y[index] ?? Number.NaN) - centreY);
    squares += (value - centreX) ** 2;
  }
  return products / squares;
}

import type { Estimate } from './estimate.ts';
import type { Points } from './points.ts';
import { mean } from './summary.ts';

/** The least-squares slope of y on x; NaN when every x is the same. */
export function leastSquaresSlope(points: Points): number {
  const { products, squaresX } = momentsOf(points);
  return products / squaresX;
}

/** A straight line through points, with what is left beside it. */
export interface FittedLine {
  /** `boundsOf` makes its t interval, with n - 2 degrees of freedom. The error is NaN of two points. */
  readonly slope: Estimate;
  /** y at x = 0. */
  readonly intercept: number;
  /** In the unit of y, divisor n - 2. */
  readonly residualStandardDeviation: number;
}

/** The least-squares line of y on x. Its errors take the points as independent and equally spread. */
export function leastSquaresLine(points: Points): FittedLine {
  const { centreX, centreY, products, squaresX } = momentsOf(points);
  const slope = products / squaresX;
  let squaresLeft = 0;
  for (const [index, x] of points.x.entries()) {
    squaresLeft += ((points.y[index] ?? Number.NaN) - centreY - slope * (x - centreX)) ** 2;
  }
  const degreesOfFreedom = points.x.length - 2;
  const residualStandardDeviation =
    degreesOfFreedom > 0 ? Math.sqrt(squaresLeft / degreesOfFreedom) : Number.NaN;
  return {
    slope: { mean: slope, standardError: residualStandardDeviation / Math.sqrt(squaresX), degreesOfFreedom },
    intercept: centreY - slope * centreX,
    residualStandardDeviation,
  };
}

/** Sums about the centre: raw ones would cancel where values are large and rises small. */
function momentsOf({ x, y }: Points) {
  const centreX = mean(x);
  const centreY = mean(y);
  let products = 0;
  let squaresX = 0;
  for (const [index, value] of x.entries()) {
    products += (value - centreX) * ((y[index] ?? Number.NaN) - centreY);
    squaresX += (value - centreX) ** 2;
  }
  return { centreX, centreY, products, squaresX };
}

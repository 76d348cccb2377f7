import { normalCdf } from '../../../../harness/analyse/statistics/normal.ts';

/**
 * The chance that the sum of independent standard normal steps, looked at after each, ever stands at or above
 * its bound: recursive integration of the density of those that have not crossed yet (Armitage, McPherson &
 * Rowe 1969, JRSS A 132:235).
 *
 * @param bounds one for each look, in standard deviations of the sum at that look
 */
export function crossingProbability(bounds: readonly number[]): number {
  let crossed = 0;
  let nodes: readonly Node[] = [{ at: 0, weight: 1 }];
  for (const [index, bound] of bounds.entries()) {
    const scale = Math.sqrt(index + 1);
    const top = bound * scale;
    crossed += total(nodes, ({ at, weight }) => weight * normalCdf(at - top));
    const before = nodes;
    nodes = interval(-FARTHEST * scale, top).map(({ at, weight }) => ({
      at,
      weight: weight * total(before, (each) => each.weight * normalDensity(at - each.at)),
    }));
  }
  return crossed;
}

/** A point of a sum that stands for an integral. */
interface Node {
  readonly at: number;
  readonly weight: number;
}

/** Farther down than this many standard deviations is nobody. */
const FARTHEST = 9;
const COUNT = 120;

const total = (nodes: readonly Node[], term: (node: Node) => number): number =>
  nodes.reduce((sum, node) => sum + term(node), 0);

const normalDensity = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

function interval(low: number, high: number): Node[] {
  const half = (high - low) / 2;
  return GAUSS_LEGENDRE.map(({ at, weight }) => ({ at: low + half * (1 + at), weight: half * weight }));
}

/** Nodes and weights on (-1, 1): the roots of the Legendre polynomial by Newton's method. */
const GAUSS_LEGENDRE: readonly Node[] = Array.from({ length: COUNT }, (_, index) => {
  let at = Math.cos((Math.PI * (index + 0.75)) / (COUNT + 0.5));
  for (let step = 0; step < 10; step += 1) {
    const { value, slope } = legendre(at);
    at -= value / slope;
  }
  return { at, weight: 2 / ((1 - at * at) * legendre(at).slope ** 2) };
});

function legendre(x: number): { value: number; slope: number } {
  let before = 1;
  let value = x;
  for (let k = 2; k <= COUNT; k += 1) {
    [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
  }
  return { value, slope: (COUNT * (x * value - before)) / (x * x - 1) };
}

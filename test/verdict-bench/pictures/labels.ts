/** A rectangle by its upper left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Distances of a label from its point, and directions, in which a free place is looked for: nearest first.
 */
const REACHES = [7, 12, 18, 26, 36, 48, 62, 80];
const DIRECTIONS = 24;
const POINT_ROOM = 5;
const LINE_HEIGHT = 13;

/**
 * Places labels beside their points so that none lies on another, on a point or outside the frame. One that
 * finds no place is left out.
 * @param widths of the labels, in pixels
 * @returns for each point its label's box, or null
 */
export function placeLabels(points: readonly Point[], widths: readonly number[], frame: Box): (Box | null)[] {
  const taken: Box[] = points.map(({ x, y }) => ({
    x: x - POINT_ROOM,
    y: y - POINT_ROOM,
    width: 2 * POINT_ROOM,
    height: 2 * POINT_ROOM,
  }));
  return points.map((point, index) => {
    const width = widths[index] ?? 0;
    const free = candidates(point, width).find(
      (box) => isInside(box, frame) && !taken.some((other) => overlaps(box, other)),
    );
    if (free !== undefined) taken.push(free);
    return free ?? null;
  });
}

function candidates({ x, y }: Point, width: number): readonly Box[] {
  return REACHES.flatMap((reach) =>
    Array.from({ length: DIRECTIONS }, (_, direction) => {
      // To the right first, then alternately up and down from there.
      const turn = (direction % 2 === 0 ? 1 : -1) * Math.ceil(direction / 2);
      const angle = (turn * 2 * Math.PI) / DIRECTIONS;
      const across = Math.cos(angle);
      // The label's nearest edge, or its middle where it stands above or below, is that far from the point.
      const left = x + reach * across - (width * (1 - across)) / 2;
      const middle = y - reach * Math.sin(angle);
      return { x: left, y: middle - LINE_HEIGHT / 2, width, height: LINE_HEIGHT };
    }),
  );
}

const isInside = (box: Box, frame: Box): boolean =>
  box.x >= frame.x &&
  box.y >= frame.y &&
  box.x + box.width <= frame.x + frame.width &&
  box.y + box.height <= frame.y + frame.height;

const overlaps = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

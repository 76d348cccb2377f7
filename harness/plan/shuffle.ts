/** Fisher and Yates; `below` draws from 0 to its argument, both included. */
export function shuffled<T>(items: readonly T[], below: (bound: number) => number): readonly T[] {
  const left = [...items];
  const drawn: T[] = [];
  while (left.length > 0) drawn.push(...left.splice(below(left.length - 1), 1));
  return drawn;
}

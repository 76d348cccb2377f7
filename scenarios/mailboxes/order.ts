import type { MailboxOrder } from '../../harness/contract/plan.ts';
import { permutation, seedOf } from './permutation.ts';

/**
 * Which of `count` mailboxes a cycle uses: one after the other and again from the start (`sequential`), each once
 * in an order that differs from pass to pass (`shuffled`), or always the first (`repeated`). A cycle's mailbox depends
 * on count, seed and cycle alone.
 */
export function positionOfCycle(order: MailboxOrder, count: number, seed: number): (cycle: number) => number {
  switch (order) {
    case 'sequential':
      return (cycle) => cycle % count;
    case 'repeated':
      return () => 0;
    case 'shuffled':
      return shuffled(count, seed);
  }
}

function shuffled(count: number, seed: number): (cycle: number) => number {
  const passOf = (pass: number) => ({ pass, permute: permutation(count, seedOf(seed, pass)) });
  let current = passOf(0);
  return (cycle) => {
    const pass = Math.floor(cycle / count);
    if (pass !== current.pass) current = passOf(pass);
    return current.permute(cycle % count);
  };
}

/** Positions next to each other, to be read at once. */
export interface Run {
  readonly first: number;
  readonly count: number;
}

/** The runs that cover all positions, each position once, in ascending order. */
export function runsOf(positions: Iterable<number>): readonly Run[] {
  const runs: Run[] = [];
  for (const position of [...new Set(positions)].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && last.first + last.count === position) {
      runs[runs.length - 1] = { first: last.first, count: last.count + 1 };
    } else {
      runs.push({ first: position, count: 1 });
    }
  }
  return runs;
}

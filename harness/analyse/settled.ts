import type { Result } from '../contract/result.ts';

/** Whether a run has answered its question, so that measuring on would only sharpen the figures. */
export function isSettled({ verdict }: Pick<Result, 'verdict'>): boolean {
  return verdict !== 'inconclusive' && verdict !== 'invalid';
}

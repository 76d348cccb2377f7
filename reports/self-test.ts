import type { SelfTest } from '../harness/contract/result.ts';

/** Why the instrument is not to be trusted, in two parts of which the first is stressed. */
export interface SelfTestDoubt {
  readonly start: string;
  readonly rest: string;
}

/** What a reader must know of the self-test before any number, or null where it passed. */
export function selfTestDoubt({ outcome, reason }: SelfTest): SelfTestDoubt | null {
  switch (outcome) {
    case 'passed':
      return null;
    case 'failed':
      return { start: 'Self-test failed:', rest: reason };
    case 'not-made':
      return {
        start: 'Self-test not made',
        rest: `(${reason}): nothing shows that this instrument would have found a leak`,
      };
  }
}

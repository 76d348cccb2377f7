import type { WindowsArch } from '../../packaging/windows-arch.ts';

/** What the tests of Windows came to. A preparation that fails counts as a failure, a bitness left out as skips. */
export interface WindowsTotals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export function sumOf(all: readonly WindowsTotals[]): WindowsTotals {
  const sum = (count: (totals: WindowsTotals) => number): number =>
    all.reduce((so, totals) => so + count(totals), 0);
  return {
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed),
    skipped: sum(({ skipped }) => skipped),
  };
}

/** Where no test has passed, nothing is known of Windows, and that is a failure. */
export function finalTotals(totals: WindowsTotals): WindowsTotals {
  return totals.passed === 0 && totals.failed === 0 ? { ...totals, failed: 1 } : totals;
}

/**
 * What to do with a bitness whose programs may not run here. A Wine without its 32-bit half is a usual one, and the
 * only reason to leave tests out: every other one is a failure.
 * @param whyNot why programs of a bitness do not run, or false if they do
 */
export function decideOn(
  arch: WindowsArch,
  whyNot: (arch: WindowsArch) => string | false,
): { readonly kind: 'run' } | { readonly kind: 'skip' | 'fail'; readonly why: string } {
  const why = whyNot(arch);
  if (why === false) return { kind: 'run' };
  return { kind: arch === 'ia32' && whyNot('x64') === false ? 'skip' : 'fail', why };
}

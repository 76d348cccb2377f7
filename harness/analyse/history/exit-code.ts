import { EXIT, type ExitCode } from '../../contract/errors.ts';
import type { HistoryReport } from '../../contract/history-report.ts';

/**
 * How the command ends. Who only wants to look gets 0. Who wants to be told of a change gets 1 if the newest
 * run of any series shown differs from those before it, and 3 if there is nothing to compare it by: no result
 * is no good night.
 */
export function exitCodeOfHistory({ others, series }: HistoryReport, failOnChange: boolean): ExitCode {
  if (!failOnChange) return EXIT.ok;
  const statuses = series.map(({ nights }) => nights.at(-1)?.status);
  if (statuses.some((status) => status === 'changed' || status === 'still')) return EXIT.expectationNotMet;
  const isOpen = statuses.includes('not-compared') || (series.length === 0 && others.length > 0);
  return isOpen ? EXIT.inconclusive : EXIT.ok;
}

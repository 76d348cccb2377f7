import type { DiffReportInput } from '../diff-input.ts';
export function renderDiffPage(_input: DiffReportInput): string {
  return '';
}

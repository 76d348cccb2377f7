import { LOGON } from '../../../harness/contract/attached.ts';
import type { ResourceResult } from '../../../harness/contract/result.ts';
import type { Report } from '../../report.ts';
import type { ReportInput } from '../../report-input.ts';
import { resourceLabel } from '../../resource-label.ts';
import { type Cell, csvHeader, csvRow } from './table.ts';

const COLUMNS = [
  'scenario',
  'what',
  'arm',
  'minus arm',
  'resource',
  'label',
  'unit',
  'verdict',
  'estimate per cycle',
  'low per cycle',
  'high per cycle',
  'confidence',
  'smallest detectable per cycle',
  'samples per replicate',
  'from cycle',
  'to cycle',
  'replicates',
  'cycles',
  'failed cycles',
  'cycle',
  'reason',
] as const;

/** What was found: a row for each resource of each arm, and of each difference between two arms. */
export const csvRatesReport: Report<ReportInput> = {
  name: 'csv-rates',
  fileName: 'rates.csv',
  forEveryone: false,
  render: ratesCsv,
};

function* ratesCsv({ result }: ReportInput): Generator<string> {
  const { arms, cycleUnit = LOGON, differences, scenario } = result;
  yield csvHeader(COLUMNS);
  for (const { arm, cycles, failures, replicates, resources } of arms) {
    for (const [resource, judged] of Object.entries(resources)) {
      const counts = [replicates, cycles, failures.total, cycleUnit];
      yield csvRow([
        scenario,
        'growth',
        arm,
        null,
        ...ofResource(resource, judged),
        ...counts,
        judged.reason,
      ]);
    }
  }
  for (const { minuend, resources, subtrahend } of differences) {
    for (const [resource, judged] of Object.entries(resources)) {
      const counts = [null, null, null, cycleUnit];
      const what = [scenario, 'difference', minuend, subtrahend];
      yield csvRow([...what, ...ofResource(resource, judged), ...counts, judged.reason]);
    }
  }
}

function ofResource(resource: string, judged: ResourceResult): readonly Cell[] {
  const { perCycle, samples, smallestDetectable, unit, verdict, window } = judged;
  return [
    resource,
    resourceLabel(resource),
    unit,
    verdict,
    ...[perCycle?.estimate, perCycle?.low, perCycle?.high, perCycle?.confidence],
    smallestDetectable,
    samples,
    ...[window?.fromCycle, window?.toCycle],
  ];
}

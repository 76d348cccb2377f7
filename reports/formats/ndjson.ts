import type { Report } from '../report.ts';
import type { ReportedRun } from '../reported-run.ts';

/**
 * Rows for a log store: one JSON object a line (ndjson.org), each of which says of what run and what kind of
 * row it is, so that every line stands by itself. First the run and what was found, then all samples.
 */
export const ndjsonReport: Report<ReportedRun> = {
  name: 'ndjson',
  fileName: 'report.ndjson',
  forEveryone: false,
  render: rows,
};

async function* rows(run: ReportedRun): AsyncGenerator<string> {
  const { durationMs, environment, expectation, finishedAt, plan, result } = run;
  const { arms, differences, thresholds, warnings, ...overall } = result;
  const id = `${plan.createdAt} ${plan.scenario.name} ${plan.seed}`;
  const row = (kind: string, content: object): string =>
    `${JSON.stringify({ run: id, row: kind, ...content })}\n`;

  const { schema, ...planned } = plan;
  yield row('run', { ...overall, expectation, startedAt: plan.createdAt, finishedAt, durationMs });
  yield row('plan', planned);
  yield row('environment', environment);
  for (const { resources, ...arm } of arms) {
    yield row('arm', arm);
    for (const [resource, judged] of Object.entries(resources)) {
      yield row('growth', { arm: arm.arm, resource, ...judged });
    }
  }
  for (const { minuend, resources, subtrahend, ...difference } of differences) {
    yield row('comparison', { minuend, subtrahend, ...difference });
    for (const [resource, judged] of Object.entries(resources)) {
      yield row('difference', { minuend, subtrahend, resource, ...judged });
    }
  }
  for (const threshold of thresholds) yield row('threshold', threshold);
  for (const warning of warnings) yield row('warning', { warning });
  for await (const { atMs, sample } of run.samples()) {
    yield row('sample', { at: atMs === null ? null : new Date(atMs).toISOString(), ...sample });
  }
}

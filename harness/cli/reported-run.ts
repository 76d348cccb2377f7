import type { ReportInput } from '../../reports/report-input.ts';
import type { ExpectationOutcome, ReportedRun, TimedSample } from '../../reports/reported-run.ts';
import { meets } from '../analyse/expectation.ts';
import type { RunEvent } from '../contract/event.ts';
import type { Expectation } from '../contract/plan.ts';
import { eventsThereOf, samplesOf } from '../execute/read-run-folder.ts';
import { readPageScript } from './page-script.ts';

/**
 * A run that was judged, as reports see it.
 * @param folder from which its samples are read again when a report wants them
 */
export function reportedRun(input: ReportInput, folder: string, expected: Expectation | null): ReportedRun {
  return {
    ...input,
    expectation: outcomeOf(input, expected),
    samples: () => timedSamples(folder),
    pageScript: readPageScript,
  };
}

function outcomeOf({ result }: ReportInput, expected: Expectation | null): ExpectationOutcome | null {
  return expected === null ? null : { expected, met: meets(result, expected) };
}

async function* timedSamples(folder: string): AsyncGenerator<TimedSample> {
  const hosts = new HostTimes();
  for await (const event of eventsThereOf(folder)) hosts.add(event);
  for await (const sample of samplesOf(folder)) {
    const startedAtMs = hosts.startedAtMs.get(sample.replicate);
    yield {
      sample,
      atMs: startedAtMs === undefined ? null : startedAtMs + sample.elapsedMs,
      hostEndedAtMs: hosts.endedAtMs.get(sample.replicate) ?? null,
    };
  }
}

/** When session hosts lived, by the events of a run. */
class HostTimes {
  readonly startedAtMs = new Map<string, number>();
  readonly endedAtMs = new Map<string, number>();
  private readonly startedMs = new Map<string, number>();

  add(event: RunEvent): void {
    switch (event.event) {
      case 'host-started':
        this.startedAtMs.set(event.replicate, Date.parse(event.at));
        this.startedMs.set(event.replicate, event.elapsedMs);
        break;
      case 'host-finished':
      case 'exhausted':
      case 'over-limit':
      case 'host-lost':
        this.end(event);
        break;
      default:
        break;
    }
  }

  /** By the monotonic clock from its start on, as the times of samples are: the wall clock may have been set meanwhile. */
  private end({
    at,
    elapsedMs,
    replicate,
  }: Pick<RunEvent, 'at' | 'elapsedMs'> & { replicate: string }): void {
    const startedAtMs = this.startedAtMs.get(replicate);
    const lastedMs = elapsedMs - (this.startedMs.get(replicate) ?? elapsedMs);
    this.endedAtMs.set(replicate, startedAtMs === undefined ? Date.parse(at) : startedAtMs + lastedMs);
  }
}

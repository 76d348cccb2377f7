import type { CallFailure } from '../../native-bindings/checks/call-failure.ts';
import { failureClassOf } from '../../native-bindings/mapi/failure-class.ts';
import type { Failure } from '../contract/event.ts';

/** Counts failed cycles by code, call and mailbox until it is drained; empty in the usual case. */
export class FailureCount {
  private readonly byKind = new Map<string, Failure>();

  add(failure: CallFailure, mailbox: string, cycle: number): Failure {
    const kind = `${failure.code}\n${failure.call}\n${mailbox}`;
    const known = this.byKind.get(kind);
    const counted: Failure = {
      code: failure.code,
      call: failure.call,
      failureClass: failureClassOf(failure),
      mailbox,
      count: (known?.count ?? 0) + 1,
      firstCycle: known?.firstCycle ?? cycle,
    };
    this.byKind.set(kind, counted);
    return counted;
  }

  drain(): readonly Failure[] {
    const failures = [...this.byKind.values()];
    this.byKind.clear();
    return failures;
  }
}

/**
 * Every way a command can end, and the one error class that carries it.
 * The numbers are a contract with outside scripts; `mapileak --help` prints them.
 */
export const EXIT = {
  /** Finished, conclusive, and as expected where an expectation was given. */
  ok: 0,
  /** Finished, but the expectation or a threshold was not met. */
  expectationNotMet: 1,
  /** Wrong command line, config or input file. */
  usage: 2,
  /** Too little data, too much noise, or a control arm that drifts. */
  inconclusive: 3,
  /** No MAPI, wrong bitness, no rights, or a flag that does not read back. */
  environment: 4,
  /** The session host died or hung. */
  hostLost: 5,
  /** Stopped from outside; what was measured is kept. */
  stopped: 6,
  /** Measured, but a report could not be written. */
  reportNotWritten: 7,
  /** A fault in mapileak itself. */
  fault: 70,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The kinds of failure a user can meet. The name is stable: scripts may match on it. */
export const FAULTS = {
  USAGE: EXIT.usage,
  INPUT_FILE: EXIT.usage,
  RUN_FOLDER: EXIT.usage,
  RUN_IN_USE: EXIT.environment,
  PASSWORD_SOURCE: EXIT.usage,
  SCENARIO: EXIT.usage,
  NO_COMPILER: EXIT.environment,
  STAND_IN_BUILD: EXIT.environment,
  LIBRARY_NOT_LOADED: EXIT.environment,
  EXPORT_MISSING: EXIT.environment,
  NATIVE_ENGINE: EXIT.environment,
  REGISTRY: EXIT.environment,
  FLAG_NOT_EFFECTIVE: EXIT.environment,
  FLAG_IN_USE: EXIT.environment,
  MAPI_ENVIRONMENT: EXIT.environment,
  CREDENTIALS: EXIT.environment,
  DIRECTORY: EXIT.environment,
  IMPERSONATION: EXIT.environment,
  ADDRESS: EXIT.environment,
  PROCESS_NOT_FOUND: EXIT.usage,
  PROCESS_ACCESS: EXIT.environment,
  HOST_DIED: EXIT.hostLost,
  HOST_HUNG: EXIT.hostLost,
  HOSTS_LOST: EXIT.hostLost,
  HEAP_CORRUPTED: EXIT.hostLost,
  STOPPED: EXIT.stopped,
  SAMPLES_NOT_WRITTEN: EXIT.reportNotWritten,
  /** Found by a session host, whose files were made and could be written a moment before. */
  HOST_FILE_NOT_WRITTEN: EXIT.reportNotWritten,
  BACKUP_NOT_WRITTEN: EXIT.reportNotWritten,
  REPORT_NOT_WRITTEN: EXIT.reportNotWritten,
  SCHEDULER: EXIT.environment,
  BUNDLE_NOT_CLEAN: EXIT.reportNotWritten,
  INTERNAL: EXIT.fault,
} as const satisfies Record<string, ExitCode>;

export type FaultCode = keyof typeof FAULTS;

/**
 * An error a user is meant to read: what happened, and what to do next.
 * Anything else that is thrown is a fault in mapileak (exit 70).
 */
export class HarnessError extends Error {
  override readonly name = 'HarnessError';
  readonly code: FaultCode;
  /** One sentence in the imperative: the next thing to try. */
  readonly remedy: string;

  constructor(code: FaultCode, message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.remedy = remedy;
  }

  get exitCode(): ExitCode {
    return FAULTS[this.code];
  }
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

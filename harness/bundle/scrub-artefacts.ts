import { type Attachment, type WatchedProcess, watchedNames } from '../contract/attached.ts';
import type { Check } from '../contract/check.ts';
import type { ClaimsPlan } from '../contract/claims.ts';
import type { Environment, FlagReading, LoadedLibrary, WatchedProgram } from '../contract/environment.ts';
import type { RunEvent } from '../contract/event.ts';
import type { Plan, StandInDials } from '../contract/plan.ts';
import type { Fields } from './fields.ts';

/** Each artefact of a run folder with every field that can name somebody written anew, and nothing else changed. */
export function scrubPlan(plan: Plan, fields: Fields): Plan {
  const { mailboxes, mapi } = plan;
  return {
    ...plan,
    scenario: scrubScenario(plan, fields),
    mapi: mapi.kind === 'path' ? { ...mapi, path: fields.path(mapi.path) } : mapi,
    mailboxes:
      mailboxes.kind === 'csv'
        ? { ...mailboxes, file: fields.path(mailboxes.file), sha256: fields.list(mailboxes.sha256) }
        : mailboxes,
    standInDials: scrubDials(plan.standInDials, fields),
    ...(plan.attached === undefined ? {} : { attached: scrubAttachment(plan.attached, fields) }),
  };
}

/** An attached run is called after the programs that it watched; names of scenarios that are not ours are the user's. */
function scrubScenario({ attached, scenario }: Plan, fields: Fields): Plan['scenario'] {
  if (attached !== undefined)
    return { ...scenario, name: watchedNames(attached.processes.map(({ name }) => fields.path(name))) };
  if (scenario.file === null) return scenario;
  return { ...scenario, name: fields.scenario(scenario.name), file: fields.path(scenario.file) };
}

function scrubAttachment(attached: Attachment, fields: Fields): Attachment {
  const { cycles, processes } = attached;
  return {
    ...attached,
    processes: processes.map((each) => scrubWatched(each, fields)),
    cycles:
      cycles.by === 'log'
        ? { ...cycles, files: cycles.files.map(fields.path), pattern: fields.pattern(cycles.pattern) }
        : cycles,
  };
}

/** A program that is not ours may be named after whose it is. */
function scrubWatched<T extends WatchedProcess>(watched: T, fields: Fields): T {
  const { executable, name } = watched;
  return {
    ...watched,
    name: fields.path(name),
    executable: executable === null ? null : fields.path(executable),
  };
}

export function scrubEnvironment(environment: Environment, fields: Fields): Environment {
  return {
    ...environment,
    osRelease: fields.text(environment.osRelease),
    standInDials: scrubDials(environment.standInDials, fields),
    flagBefore: environment.flagBefore.map((reading) => scrubReading(reading, fields)),
    libraries: environment.libraries.map((library) => scrubLibrary(library, fields)),
    preflight: environment.preflight.map((check) => scrubCheck(check, fields)),
    unsupported: environment.unsupported.map(({ resource, reason }) => ({
      resource,
      reason: fields.text(reason),
    })),
    ...(environment.changed === undefined ? {} : { changed: environment.changed.map(fields.text) }),
    ...(environment.watched === undefined
      ? {}
      : { watched: environment.watched.map((each) => scrubProgram(each, fields)) }),
  };
}

/** A key of a program's own ends with its name. */
const scrubReading = (reading: FlagReading, fields: Fields): FlagReading => ({
  ...reading,
  key: fields.text(reading.key),
});

function scrubLibrary(library: LoadedLibrary, fields: Fields): LoadedLibrary {
  return {
    ...library,
    path: fields.path(library.path),
    unreadable: library.unreadable === null ? null : fields.text(library.unreadable),
  };
}

function scrubProgram(program: WatchedProgram, fields: Fields): WatchedProgram {
  const { file, librariesUnknown } = program;
  return {
    ...scrubWatched(program, fields),
    file: file === null ? null : scrubLibrary(file, fields),
    librariesUnknown: librariesUnknown === null ? null : fields.text(librariesUnknown),
  };
}

export function scrubEvent(event: RunEvent, fields: Fields): RunEvent {
  switch (event.event) {
    case 'flag-saved':
      return { ...event, backup: fields.path(event.backup) };
    case 'flag-changed':
      return { ...event, readings: event.readings.map((reading) => scrubReading(reading, fields)) };
    case 'flag-written': {
      const { readBack } = event;
      if (!Array.isArray(readBack)) return event;
      return { ...event, readBack: readBack.map((reading) => scrubReading(reading, fields)) };
    }
    case 'replicate-shared':
      return { ...event, from: fields.path(event.from) };
    case 'source-unsupported':
    case 'arm-invalid':
      return { ...event, reason: fields.text(event.reason) };
    case 'cycles-failed':
      return {
        ...event,
        failures: event.failures.map((failure) => ({
          ...failure,
          code: scrubCode(failure.code, fields),
          mailbox: fields.mailbox(failure.mailbox),
        })),
      };
    case 'exhausted':
      return { ...event, code: scrubCode(event.code, fields), mailbox: fields.mailbox(event.mailbox) };
    case 'host-lost': {
      const { lastActivity } = event;
      const mailbox = lastActivity.mailbox === null ? null : fields.mailbox(lastActivity.mailbox);
      return { ...event, detail: fields.text(event.detail), lastActivity: { ...lastActivity, mailbox } };
    }
    case 'cycle-log':
      return { ...event, detail: fields.text(event.detail) };
    case 'mailbox-quarantined':
      return { ...event, mailbox: fields.mailbox(event.mailbox) };
    case 'mailboxes-taken-back': {
      const mailboxes = event.mailboxes.map((each) => ({ ...each, mailbox: fields.mailbox(each.mailbox) }));
      return { ...event, mailboxes };
    }
    case 'resumed':
      return { ...event, leftOut: event.leftOut.map((each) => fields.text(each)) };
    case 'over-limit':
    case 'host-ended':
    case 'round-finished':
    case 'checkpoint':
    case 'waiting':
    case 'run-started':
    case 'process-ended':
    case 'flag-restored':
    case 'host-started':
    case 'host-finished':
    case 'look':
    case 'stop-requested':
    case 'run-finished':
      return event;
  }
}

export function scrubClaimsPlan(plan: ClaimsPlan, fields: Fields): ClaimsPlan {
  return {
    ...plan,
    standInDials: scrubDials(plan.standInDials, fields),
    claims: plan.claims.map((claim) => (claim.tested ? claim : { ...claim, why: fields.text(claim.why) })),
    experiments: plan.experiments.map((each) => ({
      ...each,
      error: each.error === null ? null : fields.text(each.error),
    })),
  };
}

/** Names of errors (`MAPI_E_LOGON_FAILED`) and numbers are what the analysis goes by; a sentence may be in their place. */
export const scrubCode = (code: string, fields: Fields): string =>
  /^(?:[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|(?:0x)?[0-9a-f]+)$/.test(code) ? code : fields.text(code);

function scrubDials(dials: StandInDials, fields: Fields): StandInDials {
  return Object.fromEntries(
    Object.entries(dials).map(([name, value]) => [
      name,
      typeof value === 'string' && value !== '(set)' ? fields.dial(name, value) : value,
    ]),
  );
}

const scrubCheck = (check: Check, fields: Fields): Check => ({
  ...check,
  finding: fields.text(check.finding),
  remedy: check.remedy === null ? null : fields.text(check.remedy),
});

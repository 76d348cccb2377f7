import type { Cdo } from '../native-bindings/cdo/cdo.ts';
import type { Mapi } from '../native-bindings/mapi/mapi.ts';
import type { MapiModule } from '../native-bindings/mapi/mapi-module.ts';
import type { Impersonation } from '../native-bindings/windows/impersonation.ts';
import type { Mailbox } from './mailboxes/mailbox.ts';

export type { Mailbox } from './mailboxes/mailbox.ts';

/** What a scenario works with, made once in the session host; what only some need, when they first ask for it. */
export interface ScenarioContext {
  /** MAPI, loaded for the life of the process. */
  readonly mapi: Mapi;
  /** Runs an action as a mailbox's user, in the way the plan says. */
  readonly impersonation: Impersonation;
  /** MAPI to be loaded and freed in every cycle: for scenarios that say `loadsMapi`. */
  readonly mapiModule: MapiModule;
  /** The mailbox of the first cycle, for scenarios that keep a session on one. */
  readonly firstMailbox: Mailbox;
  /** The folder in which MAPI keeps the files of temporary profiles. */
  readonly profileFolder: string;
  /**
   * Loads COM and opens CDO 1.21, to be closed by the scenario. To be called in `open` and by those who use CDO: the
   * process of another scenario never loads it.
   * @throws HarnessError MAPI_ENVIRONMENT if there is no CDO here
   */
  cdo(): Cdo;
}

/** The cycles of one replicate. */
export interface Cycles {
  /**
   * One cycle: an impersonated logon and logoff of one mailbox. Synchronous; when it returns or throws, every
   * session is released, every token closed and the thread reverted. A CallFailure counts as a failed cycle.
   */
  cycle(mailbox: Mailbox): void;
  /**
   * How many profiles that this process has made are left, for scenarios that make some: other hosts live beside it.
   * Read at each sample; whatever it takes it gives back.
   */
  profilesLeft?(): number;
  /** Called once after the last cycle; balances what `open` began. */
  close(): void;
}

/**
 * What one cycle does. A scenario is one module whose default export is such an object;
 * `--scenario ./my-scenario.mjs` loads one from outside the project. The module runs in the session host, the
 * process that is measured: it must keep nothing from one cycle to the next.
 */
export interface Scenario {
  /** Lower case, with hyphens. */
  readonly name: string;
  /** One sentence for `mapileak scenarios`. */
  readonly summary: string;
  /** The article or document that it follows. */
  readonly source: string;
  /** What the source leads one to expect, in one sentence. */
  readonly expectation: string;
  /** False if cycles must run as the process's own user. */
  readonly impersonates: boolean;
  /** True if every cycle is to use the first mailbox of the list. */
  readonly repeatsMailbox?: boolean;
  /** The fewest different mailboxes with which it does what it says; 1 unless it is said. */
  readonly fewestMailboxes?: number;
  /** True if it loads MAPI itself: the session host then keeps its hands off it, and `mapi` may not be used. */
  readonly loadsMapi?: boolean;
  /** True if its cycles create CDO objects: the stand-in's are then registered for the run. */
  readonly usesCdo?: true;
  /**
   * The scenario of the project that its control arm runs: the same kinds of native calls without a logon. `control`
   * if it names none.
   */
  readonly control?: string;
  /** Called once per session host, before the first cycle, as the process's own user. */
  open(context: ScenarioContext): Cycles;
}

/** Gives an object literal the type of a scenario. */
export function defineScenario(scenario: Scenario): Scenario {
  return scenario;
}

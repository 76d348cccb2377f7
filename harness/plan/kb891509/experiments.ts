import type { ArmName } from '../../contract/arms.ts';
import type { ExperimentName } from '../../contract/claims.ts';
import type { StandInDials } from '../../contract/plan.ts';
import type { RunOptions } from '../options.ts';

/**
 * Long enough for every verdict (docs/verdict.md), short enough for a dozen runs in a row: with the usual share of the
 * time for heap walks, such short replicates would mostly rest.
 */
export const CLAIMS_DEFAULTS = {
  cycles: 600,
  replicates: 3,
  mailboxCount: 100,
  walkBudgetPercent: 4,
  /** A sample costs more than a cycle of the stand-in: blocks that grow from 1 would double the time. */
  blockCycles: 50,
} as const;

/** A run that claims rest on: what it adds to the options that all of them share. */
interface Experiment {
  readonly scenario: string;
  /** What makes the stand-in play the case; a real MAPI is, or is not, such a case by itself. */
  readonly dials: StandInDials;
}

const EXPERIMENTS: Readonly<Record<ExperimentName, Experiment>> = {
  mapi32: { scenario: 'extended-logon', dials: {} },
  cdo: { scenario: 'cdo-session', dials: {} },
  'no-impersonation': { scenario: 'no-impersonation', dials: {} },
  'same-mailbox': { scenario: 'same-mailbox', dials: {} },
  'before-hotfix': { scenario: 'extended-logon', dials: { IgnoreCleanupFlag: 1 } },
  'remote-store': { scenario: 'extended-logon', dials: { AllRemote: 1 } },
  reload: { scenario: 'reload-mapi32', dials: {} },
  'other-stores': { scenario: 'open-other-stores', dials: {} },
};

/** Their scenarios run as the process's own user, whatever impersonation the user has chosen for the others. */
const AS_PROCESS: readonly ExperimentName[] = ['no-impersonation', 'other-stores'];

/** The options of one experiment, of which `shared` has what the user said of all. */
export function experimentOptions(
  shared: RunOptions,
  experiment: ExperimentName,
  arms: readonly ArmName[],
): RunOptions {
  const { scenario, dials } = EXPERIMENTS[experiment];
  const { block, cycles, duration, impersonation, mailboxCount, mailboxes, standIn } = shared;
  return {
    ...shared,
    scenario,
    arms: [...arms],
    control: true,
    expect: undefined,
    impersonation: AS_PROCESS.includes(experiment) ? 'auto' : impersonation,
    explain: false,
    block: block ?? CLAIMS_DEFAULTS.blockCycles,
    cycles: duration === undefined ? (cycles ?? CLAIMS_DEFAULTS.cycles) : undefined,
    mailboxCount: mailboxes === undefined ? (mailboxCount ?? CLAIMS_DEFAULTS.mailboxCount) : undefined,
    standIn: { ...standIn, ...dials },
  };
}

import type { MakeTarget } from './target.ts';
import * as inputs from './targets/inputs.ts';
import * as native from './targets/native.ts';
import * as registry from './targets/registry.ts';
import * as runFolder from './targets/run-folder.ts';

/** Every reader of what comes from outside, by the name that the runner takes. */
export const TARGETS: ReadonlyMap<string, MakeTarget> = new Map(
  Object.entries({
    csv: inputs.csv,
    config: inputs.config,
    options: inputs.options,
    'password-file': inputs.passwordFile,
    json: inputs.json,
    'alias-map': inputs.aliasMap,
    zip: inputs.zip,
    plan: runFolder.plan,
    environment: runFolder.environment,
    result: runFolder.result,
    'claims-plan': runFolder.claimsPlan,
    rows: runFolder.rows,
    judged: runFolder.judged,
    history: runFolder.history,
    'host-messages': native.hostMessages,
    pe: native.pe,
    'flag-backup': native.flagBackup,
    'reg-file': native.regFile,
    'flight-record': native.flightRecord,
    'registry-text': registry.registryText,
  }),
);

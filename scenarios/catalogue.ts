import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { HarnessError, messageOf } from '../harness/contract/errors.ts';
import { readRegularFile } from '../harness/contract/input-file.ts';
import type { ScenarioChoice } from '../harness/contract/plan.ts';
import cdoControl from './cdo-control.ts';
import cdoInbox from './cdo-inbox.ts';
import cdoSession from './cdo-session.ts';
import control from './control.ts';
import extendedLogon from './extended-logon.ts';
import initAsProcess from './init-as-process.ts';
import initAsUser from './init-as-user.ts';
import initPerCycle from './init-per-cycle.ts';
import mapiTemporaryProfiles from './mapi-temporary-profiles.ts';
import noImpersonation from './no-impersonation.ts';
import openOtherStores from './open-other-stores.ts';
import openStore from './open-store.ts';
import reloadMapi32 from './reload-mapi32.ts';
import sameMailbox from './same-mailbox.ts';
import type { Scenario } from './scenario.ts';
import simpleMapi from './simple-mapi.ts';
import temporaryProfile from './temporary-profile.ts';

/** Of a module from outside; bundles of whole libraries are a tenth of it. */
const LONGEST_MODULE_BYTES = 64 * 2 ** 20;

/** The scenarios that come with the project, the default first. */
export const SCENARIOS: readonly Scenario[] = [
  extendedLogon,
  initPerCycle,
  noImpersonation,
  sameMailbox,
  temporaryProfile,
  mapiTemporaryProfiles,
  openStore,
  openOtherStores,
  simpleMapi,
  reloadMapi32,
  initAsUser,
  initAsProcess,
  cdoSession,
  cdoInbox,
  control,
  cdoControl,
];

/** What the control arm of a scenario runs. */
export function controlOf({ control: named }: ScenarioChoice): ScenarioChoice {
  return { name: named ?? control.name, file: null, sha256: null };
}

const scenarioModule = z.object({
  default: z.custom<Scenario>((value) => scenarioShape.safeParse(value).success),
});
const scenarioShape = z.looseObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  summary: z.string(),
  source: z.string(),
  expectation: z.string(),
  impersonates: z.boolean(),
  repeatsMailbox: z.boolean().optional(),
  fewestMailboxes: z.number().int().positive().optional(),
  loadsMapi: z.boolean().optional(),
  usesCdo: z.literal(true).optional(),
  control: z
    .string()
    .refine((named) => SCENARIOS.some(({ name }) => name === named), 'no scenario of the project')
    .optional(),
  open: z.custom((value) => typeof value === 'function'),
});

/**
 * Resolves `--scenario NAME|FILE`: whatever contains a dot or a slash is a module file, which is code and is
 * named with its hash.
 * @throws HarnessError USAGE for an unknown name, INPUT_FILE for a file that cannot be read
 */
export async function chooseScenario(nameOrFile: string): Promise<ScenarioChoice> {
  if (!/[./\\]/.test(nameOrFile)) {
    const scenario = SCENARIOS.find(({ name }) => name === nameOrFile);
    if (scenario !== undefined) return choiceOf(scenario, null, null);
    throw new HarnessError(
      'USAGE',
      `there is no scenario ${JSON.stringify(nameOrFile)}`,
      `Choose one of ${SCENARIOS.map(({ name }) => name).join(', ')}, or give a file: ./my-scenario.mjs.`,
    );
  }
  const file = resolve(nameOrFile);
  const sha256 = hashOf(file);
  return choiceOf(await loadScenario({ name: nameOrFile, file, sha256 }), file, sha256);
}

function choiceOf(
  { control: named, name }: Scenario,
  file: string | null,
  sha256: string | null,
): ScenarioChoice {
  return { name, file, sha256, ...(named === undefined ? {} : { control: named }) };
}

/** The scenario itself. @throws HarnessError INPUT_FILE if a module is no scenario or has changed since it was chosen */
export async function loadScenario(choice: ScenarioChoice): Promise<Scenario> {
  if (choice.file === null) {
    const scenario = SCENARIOS.find(({ name }) => name === choice.name);
    if (scenario === undefined) throw unusable(choice.name, 'no scenario of this name');
    return scenario;
  }
  const { file } = choice;
  if (hashOf(file) !== choice.sha256) throw unusable(file, 'it has changed since the run was planned');
  const imported: unknown = await import(pathToFileURL(file).href).catch((error: unknown) => {
    throw unusable(file, messageOf(error));
  });
  const parsed = scenarioModule.safeParse(imported);
  if (parsed.success) return parsed.data.default;
  const shape = z.object({ default: scenarioShape }).safeParse(imported);
  throw unusable(file, shape.success ? 'not a scenario' : z.prettifyError(shape.error));
}

/** @throws HarnessError INPUT_FILE if it cannot be read */
function hashOf(file: string): string {
  try {
    return createHash('sha256').update(readRegularFile(file, LONGEST_MODULE_BYTES)).digest('hex');
  } catch (error) {
    throw unusable(file, messageOf(error));
  }
}

function unusable(file: string, why: string): HarnessError {
  return new HarnessError(
    'INPUT_FILE',
    `scenario ${file} cannot be used: ${why}`,
    'Its default export must be a Scenario: see docs/scenarios.md for one that works.',
  );
}

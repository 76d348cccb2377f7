import { withoutSecrets } from '../../../native-bindings/stand-in/dials.ts';
import { loadScenario } from '../../../scenarios/catalogue.ts';
import { HarnessError } from '../../contract/errors.ts';
import type { Plan, StandInDials } from '../../contract/plan.ts';
import type { PlannedRun } from '../make-plan.ts';

/**
 * The plan of a soak that goes on, as it stands in its folder. A file of mailboxes that has changed is refused where it is
 * opened.
 * @param given dials of the stand-in: the secret ones, which no run folder has; others only as they were
 * @throws HarnessError USAGE if dials lack or differ, INPUT_FILE if a scenario from a file has changed
 */
export async function resumedPlan(plan: Plan, given: StandInDials): Promise<PlannedRun> {
  const scenario = await loadScenario(plan.scenario);
  return { plan, dials: dialsAgain(plan.standInDials, given), usesCdo: scenario.usesCdo ?? false };
}

/** All dials of a plan, the secret ones as given again. @throws HarnessError USAGE */
export function dialsAgain(planned: StandInDials, given: StandInDials): StandInDials {
  const shown = withoutSecrets(given);
  const others = Object.keys(given).filter((name) => shown[name] !== planned[name]);
  if (others.length > 0) {
    throw new HarnessError(
      'USAGE',
      `the soak was begun with other dials of the stand-in: ${others.join(', ')}`,
      'Leave --stand-in out: a soak goes on with what it was begun with.',
    );
  }
  const dials = { ...planned, ...given };
  const secret = Object.keys(dials).filter((name) => !(name in given) && isHidden(name, planned));
  if (secret.length === 0) return dials;
  const again = secret.map((name) => `--stand-in ${name}=VALUE`).join(' ');
  throw new HarnessError(
    'USAGE',
    `no run folder holds the stand-in’s ${secret.join(', ')}, with which the soak was begun`,
    `Give it again: ${again}.`,
  );
}

/** Whether what the plan has for a dial is not its value, but that it is set. */
const isHidden = (name: string, planned: StandInDials): boolean =>
  withoutSecrets({ [name]: 'x' })[name] !== 'x' && planned[name] !== undefined;

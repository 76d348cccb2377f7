import { resolve } from 'node:path';
import { DIALS } from '../../../native-bindings/stand-in/dials.ts';
import { HarnessError } from '../../contract/errors.ts';

/** Commands that end by themselves and want nobody beside them. */
export const SCHEDULABLE = ['soak', 'compare', 'run', 'kb891509', 'attach', 'doctor', 'history'] as const;

const RESUMED = 'soak';

/**
 * A command line as it may stand in a scheduler's files, which others can read.
 * @throws HarnessError USAGE if it holds a secret, asks for one, or is no command to be scheduled
 */
export function requireSchedulable(args: readonly string[]): void {
  const [command = ''] = args;
  if (!SCHEDULABLE.some((each) => each === command)) {
    throw new HarnessError(
      'USAGE',
      command === '' ? 'nothing to schedule was given' : `“${command}” is no command to schedule`,
      `Give one of ${SCHEDULABLE.join(', ')} with its options after --: schedule install --at 22:00 -- soak --duration 8h.`,
    );
  }
  const unprintable = args.find((each) => /\p{Cc}/u.test(each));
  if (unprintable !== undefined) {
    throw new HarnessError(
      'USAGE',
      `the argument ${JSON.stringify(unprintable)} holds a line break or another control character`,
      'Leave it out: no scheduler takes it as it is.',
    );
  }
  const asking = ['help', 'version'].find((option) => has(args, option));
  if (asking !== undefined) {
    throw new HarnessError('USAGE', `--${asking} has nothing started`, 'Leave it out of the command.');
  }
  refuseSecrets(args);
}

function refuseSecrets(args: readonly string[]): void {
  if (has(args, 'password-prompt')) {
    throw new HarnessError(
      'USAGE',
      '--password-prompt asks, and at a scheduled start nobody answers',
      'Give --password-file FILE, readable by its owner alone.',
    );
  }
  const secretDial = args.find((each) => {
    const [name = ''] = each.replace(/^--[\w-]+=/, '').split('=');
    const dial = DIALS.get(name);
    return each.includes('=') && dial?.kind === 'text' && dial.secret;
  });
  if (secretDial === undefined && !has(args, 'password')) return;
  throw new HarnessError(
    'USAGE',
    'the command holds a password, which would stand in a file of the scheduler',
    'Give --password-file FILE, readable by its owner alone.',
  );
}

/** Whether an option is given, in any of yargs's spellings. */
function has(args: readonly string[], option: string): boolean {
  const spellings = [option, option.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())];
  return args.some((each) => spellings.some((name) => each === `--${name}` || each.startsWith(`--${name}=`)));
}

/** The value of an option, of the last one that has any. */
function givenFor(args: readonly string[], option: string): string | null {
  const values = args.flatMap((each, at) => {
    if (each.startsWith(`--${option}=`)) return [each.slice(option.length + 3)];
    return each === `--${option}` && args[at + 1] !== undefined ? [args[at + 1] ?? ''] : [];
  });
  return values.at(-1) ?? null;
}

/** What will be otherwise at a scheduled start than here and now, one sentence each. */
export function cautionsFor(
  args: readonly string[],
  environment: Readonly<Record<string, unknown>>,
): readonly string[] {
  const variable = givenFor(args, 'password-env') ?? givenFor(args, 'passwordEnv');
  return [
    ...(variable === null
      ? []
      : [
          `--password-env ${variable}: a scheduled start does not have the variables of this shell. ` +
            'Use --password-file FILE, or set it for the service or the account.',
        ]),
    ...(givenFor(args, 'out') === null
      ? []
      : [
          '--out names one folder, which only the first start finds empty: without it every run has its own.',
        ]),
    ...(environment['MAPILEAK_REGISTRY'] === undefined || has(args, 'registry')
      ? []
      : ['MAPILEAK_REGISTRY is set here and will not be there: give --registry FILE.']),
  ];
}

/** What a soak that goes on is told anew, as its plan does not have it: where it says things, and where its password is. */
const CARRIED: readonly string[] = [
  ...['report', 'quiet', 'json', 'progress-interval', 'config', 'registry'],
  ...['password-env', 'password-file'],
];

/** Of a soak's arguments those that {@link CARRIED} names, each with the values after it. */
function carriedOf(args: readonly string[]): readonly string[] {
  let carries = false;
  return args.filter((each) => {
    if (each.startsWith('-')) {
      const [name = ''] = each.replace(/^--(?:no-)?/, '').split('=');
      carries = CARRIED.includes(name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
    }
    return carries;
  });
}

/**
 * The command that goes on with a run after a reboot, and reports where the command before it did.
 * @param given the run folder; empty for the one that the command itself names
 * @param isTimed whether the command is started at fixed times, too
 * @param configured the `out` of the command's `--config` file
 * @throws HarnessError USAGE, also for a folder that no scheduled start writes to
 */
export function resumeCommand(
  given: string,
  args: readonly string[],
  isTimed: boolean,
  configured: string | null = null,
): readonly string[] {
  const [command] = args;
  const out = givenFor(args, 'resume') ?? givenFor(args, 'out') ?? configured;
  const run = given === '' ? out : given;
  if (command !== undefined && command !== RESUMED) {
    throw new HarnessError('USAGE', `--on-boot resumes a soak, not ${command}`, 'Leave it out.');
  }
  if (run === null) {
    throw new HarnessError(
      'USAGE',
      '--on-boot does not know which run to resume',
      'Give the soak an --out of its own, or leave --at out and name the folder of one that has begun: --on-boot RUN.',
    );
  }
  if (isTimed && (out === null || resolve(out) !== resolve(run))) {
    const where = out === null ? 'but each of its starts makes a new one' : `but it writes to ${out}`;
    throw new HarnessError(
      'USAGE',
      `--on-boot would look for the scheduled soak in ${run}, ${where}`,
      `Give the soak --out ${run}, or install the two as jobs with a --name each. See docs/schedule.md.`,
    );
  }
  return [RESUMED, '--resume', run, ...carriedOf(args)];
}

import { canonicalName } from '../option-names.ts';
import type { Config, ConfigValue } from './config-file.ts';

const END_OF_OPTIONS = '--';

/** The file that `--config` names among arguments; undefined if there is none. */
export function configFileIn(args: readonly string[]): string | undefined {
  const options = optionsOf(args);
  const inOne = options.find((each) => each.startsWith('--config='));
  if (inOne !== undefined) return inOne.slice('--config='.length);
  const at = options.indexOf('--config');
  return at < 0 ? undefined : options[at + 1];
}

/** Whether the command line asks what there is, and not for anything to be done. */
export function asksForHelp(args: readonly string[]): boolean {
  return optionsOf(args).some((each) => each === '--help' || each === '--version');
}

/** The keys of a file that the command line does not give itself: that one wins. */
export function keysInForce(config: Config, args: readonly string[]): readonly string[] {
  const given = new Set(optionsOf(args).flatMap(namesOf).map(canonicalName));
  return [...config.values.keys()].filter((key) => !given.has(canonicalName(key)));
}

/** The arguments with some keys of a file among them, as their user would have written them. */
export function withKeys(
  args: readonly string[],
  { values }: Config,
  keys: readonly string[],
): readonly string[] {
  const options = optionsOf(args);
  const written = keys.flatMap((key) => asArguments(key, values.get(key) ?? []));
  return [...options, ...written, ...args.slice(options.length)];
}

function optionsOf(args: readonly string[]): readonly string[] {
  const end = args.indexOf(END_OF_OPTIONS);
  return end < 0 ? args : args.slice(0, end);
}

/** `--mailboxCount=5` gives mailbox-count, and `--no-control` gives control. */
function namesOf(argument: string): readonly string[] {
  const [, name = ''] = /^--([^=]+)/.exec(argument) ?? [];
  const kebab = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return kebab.startsWith('no-') ? [kebab, kebab.slice('no-'.length)] : [kebab];
}

function asArguments(key: string, value: ConfigValue): readonly string[] {
  const each = typeof value === 'object' ? value : [value];
  return each.map((one) => `--${key}=${one}`);
}

import { HarnessError } from '../../contract/errors.ts';
import { asksForHelp, configFileIn, keysInForce, withKeys } from './config-arguments.ts';
import { badKey, type Config, type ConfigValue, readConfigFile } from './config-file.ts';

/** Parses a command line without doing what it says. @throws HarnessError USAGE */
export type Parse = (args: readonly string[]) => Promise<Readonly<Record<string, unknown>>>;

/** The options of a file that a command line did not give itself, by their long names without dashes. */
export interface ConfiguredOptions {
  readonly file: string;
  readonly keys: readonly string[];
}

/** A command line with the options of its `--config` file written into it. */
export interface ConfiguredArguments {
  readonly args: readonly string[];
  /** null without such a file. */
  readonly fromConfig: ConfiguredOptions | null;
  /** Says of an error which of the options it names come from the file. */
  explain(error: HarnessError): HarnessError;
}

/**
 * Writes the options of the file that `--config` names into a command line; those that it has itself win.
 * @throws HarnessError INPUT_FILE naming file and key of an option that the command does not have, or of a value that is
 * none for it
 */
export async function withConfig(args: readonly string[], parse: Parse): Promise<ConfiguredArguments> {
  const file = asksForHelp(args) ? undefined : configFileIn(args);
  if (file === undefined) return { args, fromConfig: null, explain: (error) => error };
  if (file === '') throw new HarnessError('USAGE', '--config names no file', 'Name a JSON file of options.');
  const config = readConfigFile(file);
  const keys = keysInForce(config, args);
  const configured = withKeys(args, config, keys);
  const parsed = await parse(configured).catch(async (error: unknown) => {
    throw error instanceof HarnessError ? await culprit(error, config, keys, args, parse) : error;
  });
  for (const key of keys) requireType(config, key, parsed);
  return { args: configured, fromConfig: { file, keys }, explain: (error) => explained(error, config, keys) };
}

/** Whose fault it is that all together cannot be parsed: of the first key that fails alone, or of the command line. */
async function culprit(
  error: HarnessError,
  config: Config,
  keys: readonly string[],
  args: readonly string[],
  parse: Parse,
): Promise<HarnessError> {
  const faultOf = (some: readonly string[]): Promise<string | null> =>
    parse(withKeys(args, config, some)).then(
      () => null,
      (fault: unknown) => (fault instanceof HarnessError ? fault.message : null),
    );
  const without = await faultOf([]);
  for (const key of keys) {
    const fault = await faultOf([key]);
    if (fault === null || fault === without) continue;
    const isUnknown = /^Unknown argument/.test(fault);
    const what = isUnknown ? 'this command has no such option' : fault;
    return badKey(config.file, key, what, 'See `mapileak COMMAND --help` for its options.');
  }
  return error;
}

/** What was read back must be what the file says: text is no number, and `"true"` is not true. */
function requireType({ file, values }: Config, key: string, parsed: Readonly<Record<string, unknown>>): void {
  const wanted = values.get(key);
  const found = Object.hasOwn(parsed, key) ? parsed[key] : undefined;
  if (wanted === undefined || isSame(wanted, found)) return;
  throw badKey(file, key, `it wants ${kindOf(found)}`, 'Mend its value.');
}

function isSame(wanted: ConfigValue, found: unknown): boolean {
  if (!Array.isArray(found)) return Object.is(wanted, found) || wanted === found;
  const all = typeof wanted === 'object' ? wanted : [wanted];
  return found.length === all.length && all.every((each, at) => each === found[at]);
}

function kindOf(found: unknown): string {
  if (Array.isArray(found))
    return typeof found[0] === 'number' ? 'a list of numbers' : 'a list of texts in quotes';
  switch (typeof found) {
    case 'number':
      return 'a number';
    case 'boolean':
      return 'true or false';
    default:
      return 'text in quotes';
  }
}

function explained(error: HarnessError, { file }: Config, keys: readonly string[]): HarnessError {
  if (error.code !== 'USAGE') return error;
  const named = keys.filter((key) => new RegExp(`--${key}(?![\\w-])`).test(error.message));
  if (named.length === 0) return error;
  const from = `${named.map((key) => `--${key}`).join(', ')} from ${file}`;
  return new HarnessError(error.code, `${error.message} (${from})`, error.remedy, { cause: error });
}

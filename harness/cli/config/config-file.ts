import { HarnessError, messageOf } from '../../contract/errors.ts';
import { JSON_BOUNDS, parseJson, readJsonText } from '../../contract/json-input.ts';
import { faultOfJson, placeIn } from '../../contract/json-scanner.ts';

/** What a key may say: the value of an option, or one for each time that it is given. */
export type ConfigValue = string | number | boolean | readonly (string | number)[];

/** Options from a file. */
export interface Config {
  readonly file: string;
  /** By the long names of the options, without dashes. */
  readonly values: ReadonlyMap<string, ConfigValue>;
}

const OPTION_NAME = /^[a-z][a-z0-9-]*$/;
const LONGEST_NAME = 40;
/** Dials, margins and reports are a dozen; a list of mailboxes is a file of its own. */
const MOST_VALUES = 1000;
/** What a command line cannot hold, and what an option for one run at a time is not. */
const NOT_IN_FILES: readonly string[] = ['config', 'help', 'version'];

/**
 * Reads a file of options: a JSON object whose keys are long option names. Whether a command has them is not looked at here.
 * @throws HarnessError INPUT_FILE naming the file, and the place or the key. Values are never quoted.
 */
export function readConfigFile(file: string): Config {
  const content = contentOf(file);
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    throw badConfig(file, 'it is no JSON object', 'Write {"cycles": 2000}, say.');
  const values = new Map<string, ConfigValue>();
  for (const [key, value] of Object.entries(content)) {
    if (NOT_IN_FILES.includes(key)) {
      throw badKey(file, key, 'it cannot be given in a file', 'Give it on the command line.');
    }
    if (!OPTION_NAME.test(key)) {
      const hint = OPTION_NAME.test(kebab(key)) ? `Write "${kebab(key)}".` : 'Delete it.';
      throw badKey(file, key, 'that is no long name of an option', hint);
    }
    if (!isConfigValue(value)) {
      throw badKey(file, key, 'a value is text, a number, true, false, or a list of them', 'Mend its value.');
    }
    values.set(key, value);
  }
  return { file, values };
}

/** `key` is shortened: it is from outside. */
export function badKey(file: string, key: string, what: string, remedy: string): HarnessError {
  const name = key.length > LONGEST_NAME ? `${key.slice(0, LONGEST_NAME)}…` : key;
  return new HarnessError('INPUT_FILE', `${file}, key ${JSON.stringify(name)}: ${what}`, remedy);
}

function badConfig(file: string, why: string, remedy: string): HarnessError {
  return new HarnessError('INPUT_FILE', `${file} cannot be used as --config: ${why}`, remedy);
}

function contentOf(file: string): unknown {
  let text: string;
  try {
    text = readJsonText(file);
    const content = parseJson(text);
    requireEachKeyOnce(file, text);
    return content;
  } catch (error) {
    if (error instanceof HarnessError) throw error;
    throw badConfig(file, messageOf(error), 'Name a JSON file whose keys are options: {"cycles": 2000}.');
  }
}

/** JSON.parse takes the last of several, and nobody knows which one was meant. */
function requireEachKeyOnce(file: string, text: string): void {
  const seen = new Set<string>();
  faultOfJson(text, JSON_BOUNDS, (written, at) => {
    const key = String(JSON.parse(written));
    if (seen.has(key)) {
      const { line } = placeIn(text, at);
      throw badKey(file, key, `it is there twice, again in line ${line}`, 'Keep one of them.');
    }
    seen.add(key);
  });
}

function isConfigValue(value: unknown): value is ConfigValue {
  if (Array.isArray(value)) {
    return value.length > 0 && value.length <= MOST_VALUES && value.every((each) => isSingle(each));
  }
  return typeof value === 'boolean' || isSingle(value);
}

/** A NUL would end a text where native code reads it. */
function isSingle(value: unknown): value is string | number {
  return typeof value === 'string'
    ? !value.includes('\0')
    : typeof value === 'number' && Number.isFinite(value);
}

function kebab(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

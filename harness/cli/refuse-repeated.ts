import { HarnessError } from '../contract/errors.ts';
import { canonicalName, optionNames } from './option-names.ts';

/** Options that may be given more than once, of whatever command. */
const REPEATABLE: readonly string[] = [
  ...['stand-in', 'margin', 'threshold', 'file', 'claim', 'report', 'hide', 'cycle-log'],
];

/**
 * yargs makes a list of an option that is given twice, takes the last of two switches, and adds to a number whose second
 * value is 1; which one was meant, nobody knows.
 * @throws HarnessError USAGE naming the option
 */
export function refuseRepeated(args: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of optionNames(args)) {
    const option = canonicalName(name);
    if (seen.has(option) && !REPEATABLE.includes(option)) {
      throw new HarnessError('USAGE', `--${name} was given more than once`, 'Give it once.');
    }
    seen.add(option);
  }
}

import { parseArgs } from 'node:util';

/**
 * The long options that a command line names, one for each time, in dashes and without `no-`; nothing after `--`. yargs fills
 * in defaults, and does not tell which of them were given.
 */
export function optionNames(args: readonly string[]): readonly string[] {
  const { tokens } = parseArgs({ args: [...args], strict: false, tokens: true });
  return tokens.flatMap((token) =>
    token.kind === 'option' && token.rawName.startsWith('--') ? [longName(token.name)] : [],
  );
}

const longName = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replace(/^no-/, '');

/** Other names of options. */
const SAME_AS: ReadonlyMap<string, string> = new Map([
  ['pause', 'pause-ms'],
  ['bind-dn', 'user'],
]);

/** One name for all names of an option. */
export const canonicalName = (name: string): string => SAME_AS.get(name) ?? name;

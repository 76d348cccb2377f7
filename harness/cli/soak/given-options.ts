import { parseArgs } from 'node:util';

/**
 * The long options that a command line names, without `no-` and in dashes: yargs fills in defaults, and does not tell which
 * of them were given.
 */
export function givenOptions(args: readonly string[]): ReadonlySet<string> {
  const { tokens } = parseArgs({ args: [...args], strict: false, tokens: true });
  const names = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
  return new Set(names.map((name) => dashed(name).replace(/^no-/, '')));
}

const dashed = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

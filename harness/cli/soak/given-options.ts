import { parseArgs } from 'node:util';
import { HarnessError } from '../../contract/errors.ts';

/** @param given names of the options on the command line @throws HarnessError USAGE */
export function refuseReplicates(given: ReadonlySet<string>): void {
  if (!given.has('replicates')) return;
  throw new HarnessError(
    'USAGE',
    'a soak has as many replicates as it has rounds, but --replicates was given',
    'Leave it out; --cycles, --duration and --replicate-cycles say how many there are.',
  );
}

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

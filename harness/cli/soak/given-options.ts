import { HarnessError } from '../../contract/errors.ts';
import { optionNames } from '../option-names.ts';

/** @param given names of the options on the command line @throws HarnessError USAGE */
export function refuseReplicates(given: ReadonlySet<string>): void {
  if (!given.has('replicates')) return;
  throw new HarnessError(
    'USAGE',
    'a soak has as many replicates as it has rounds, but --replicates was given',
    'Leave it out; --cycles, --duration and --replicate-cycles say how many there are.',
  );
}

/** The long options that a command line names itself. */
export const givenOptions = (args: readonly string[]): ReadonlySet<string> => new Set(optionNames(args));

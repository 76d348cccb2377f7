import { HarnessError } from '../../../harness/contract/errors.ts';
import { processPasswordIo, readPassword } from '../../../scenarios/credentials/password.ts';

/** Asks for a password on its terminal, and prints how many bytes it has, or the code of the error. */
try {
  const password = await readPassword({ kind: 'prompt' }, processPasswordIo());
  process.stdout.write(`bytes=${password?.bytes.length}\n`);
} catch (error) {
  process.stdout.write(`code=${error instanceof HarnessError ? error.code : error}\n`);
}

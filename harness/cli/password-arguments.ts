import { HarnessError } from '../contract/errors.ts';

/** `--password`, `-pSECRET`, `/pass:SECRET`, `--pw=SECRET` and what else other programs take a password by. */
const LIKE_A_PASSWORD = /^(?:-p|--?(?:no-?)?(?:passw?|pasw|psw|pw|secret)|\/(?:p|pw|pwd|pass|password)[:=])/i;
/** The options that there are; only the prompt takes no value. */
const OURS = /^--password-?(?:env|file)(?:=|$)|^--password-?prompt$/i;

/**
 * Refuses a password on the command line, which every user of the machine can read, before anybody repeats it in a
 * message. @throws HarnessError USAGE
 */
export function refusePasswordArguments(args: readonly string[]): void {
  if (!args.some((arg) => LIKE_A_PASSWORD.test(arg) && !OURS.test(arg))) return;
  throw new HarnessError(
    'USAGE',
    'no option takes a password itself: others can read a command line, and shells keep it',
    'If one was typed, change it. Give --password-env NAME, --password-file FILE or --password-prompt.',
  );
}

/**
 * What yargs says of a command line, unless it might repeat a password: behind --password-prompt, say, which takes
 * no value.
 */
export function withoutPassword(message: string, args: readonly string[]): string {
  const isRepeated = args.some((arg) => !arg.startsWith('-') && message.includes(arg));
  if (!isRepeated || !args.some((arg) => OURS.test(arg))) return message;
  return 'an argument is unknown or one too many; it is not repeated, as it may be the password';
}

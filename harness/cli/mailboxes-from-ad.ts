import { visible } from '../../reports/text.ts';
import {
  type PasswordSource,
  processPasswordIo,
  readPassword,
} from '../../scenarios/credentials/password.ts';
import {
  type DirectoryAddress,
  directoryAddress,
  isReadable,
} from '../../scenarios/mailboxes/directory/address.ts';
import { checkFilter, Directory } from '../../scenarios/mailboxes/directory/directory.ts';
import { type Harvest, harvest } from '../../scenarios/mailboxes/directory/harvest.ts';
import { attributesOf, type RowMapping } from '../../scenarios/mailboxes/directory/row-of-entry.ts';
import { CSV_HEADER } from '../../scenarios/mailboxes/write-csv.ts';
import { EXIT, type ExitCode, HarnessError, messageOf } from '../contract/errors.ts';
import { readRegularFile } from '../contract/input-file.ts';
import { showNote } from './messages.ts';
import { NewFile } from './new-file.ts';
import { listenForStop } from './stop-signals.ts';
import type { Terminal } from './terminal.ts';

/** What `mailboxes from-ad` takes. */
export interface FromAdOptions {
  readonly url: string;
  readonly base: string;
  readonly filter: string;
  readonly user: string | undefined;
  readonly password: PasswordSource;
  readonly startTls: boolean;
  readonly ca: string | undefined;
  readonly allowCleartextPassword: boolean;
  readonly timeoutSeconds: number;
  readonly limit: number | undefined;
  readonly mapping: RowMapping;
  readonly out: string | undefined;
  readonly strict: boolean;
}

/** All that Mozilla trusts is a fortieth of it. */
const LONGEST_CERTIFICATES_BYTES = 8 * 2 ** 20;
/** How many URLs of referrals are named. */
const NAMED_REFERRALS = 3;

/** Asks a directory for its mailboxes and writes the list that `--mailboxes` reads. */
export async function mailboxesFromAd(options: FromAdOptions, terminal: Terminal): Promise<ExitCode> {
  const address = directoryAddress(options.url, options.startTls);
  checkFilter(options.filter);
  checkUser(options, address);
  const ca = options.ca === undefined ? null : readCertificates(options.ca);
  const password = await readPassword(options.password, processPasswordIo());
  const { stop } = listenForStop((signal) => showNote(terminal, `Stopping after ${signal}.`));
  try {
    const directory = await Directory.open({
      address,
      ca,
      user: options.user ?? null,
      password,
      timeoutMs: 1000 * options.timeoutSeconds,
      stop,
    });
    try {
      return await writeList(directory, options, terminal);
    } finally {
      await directory.close();
    }
  } finally {
    password?.erase();
  }
}

async function writeList(
  directory: Directory,
  options: FromAdOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { base, filter, mapping } = options;
  const limit = options.limit ?? null;
  const file = options.out === undefined ? null : await NewFile.create(options.out);
  const write = file === null ? toStdout(terminal) : (text: string) => file.write(text);
  // Not before there is a row: who reads a list from a pipe takes one without rows for a mistake of its own.
  let begun = false;
  try {
    const found = await harvest(
      directory.pages({ base, filter, limit, attributes: attributesOf(mapping) }),
      mapping,
      limit,
      async (lines) => {
        await write(begun ? lines : CSV_HEADER + lines);
        begun = true;
      },
    );
    tell(found, options, terminal);
    judge(found, options);
    await file?.keep();
    return EXIT.ok;
  } catch (error) {
    await file?.discard();
    throw error;
  }
}

/** Everything but the list. */
function tell(found: Harvest, { limit, out, strict }: FromAdOptions, terminal: Terminal): void {
  const { limited, referrals, rows, unusable } = found;
  const say = (line: string): void => showNote(terminal, line);
  for (const { count, named, reason } of unusable) {
    say(`${entries(count)} left out: ${reason}.`);
    for (const dn of named) say(`  ${visible(dn)}`);
    if (count > named.length) say(`  and ${count - named.length} more`);
  }
  if (referrals.length > 0) {
    const named = referrals.slice(0, NAMED_REFERRALS).map(visible).join(', ');
    const more = referrals.length > NAMED_REFERRALS ? ', ...' : '';
    say(`${referrals.length} referral(s) to other servers not followed: ${named}${more}`);
  }
  if (limited) say(`Ended at --limit ${limit}; there may be more.`);
  const kept = out === undefined || !(strict && unusable.length > 0);
  if (rows > 0 && kept) say(`${rows} mailbox(es) written${out === undefined ? '' : ` to ${out}`}.`);
}

/** @throws HarnessError USAGE if there is no list, or not the one that was asked for */
function judge({ rows, unusable }: Harvest, { strict }: FromAdOptions): void {
  const leftOut = unusable.reduce((sum, { count }) => sum + count, 0);
  if (strict && leftOut > 0) {
    throw new HarnessError(
      'USAGE',
      `${entries(leftOut)} cannot be a row, and --strict was given`,
      'Exclude them with --filter, or leave --strict out.',
    );
  }
  if (rows > 0) return;
  throw new HarnessError(
    'USAGE',
    leftOut === 0 ? 'the directory has found nothing' : 'nothing that was found can be a row',
    'Check --base and --filter; directories with other schemas need the options for attributes too.',
  );
}

function checkUser(options: FromAdOptions, address: DirectoryAddress): void {
  const { allowCleartextPassword, password, user } = options;
  if (user === undefined && password.kind === 'none') return;
  if (user === undefined) {
    throw new HarnessError(
      'USAGE',
      'a password was named, but no user',
      'Give --user, or leave the password out.',
    );
  }
  if (password.kind === 'none') {
    throw new HarnessError(
      'USAGE',
      '--user was given, but no password was named',
      'Give --password-prompt, --password-file or --password-env.',
    );
  }
  if (!isReadable(address) || allowCleartextPassword) return;
  throw new HarnessError(
    'USAGE',
    'the password would go over the network for all to read',
    'Use ldaps:// or --starttls; where neither works, as in a lab, --allow-cleartext-password.',
  );
}

function readCertificates(file: string): Buffer {
  const content = readCertificateFile(file);
  if (content.includes('-----BEGIN CERTIFICATE-----')) return content;
  throw new HarnessError(
    'INPUT_FILE',
    `${file} holds no certificate in PEM`,
    'Convert it, for instance with `openssl x509 -inform der -in CA.cer -out CA.pem`.',
  );
}

function readCertificateFile(file: string): Buffer {
  try {
    return readRegularFile(file, LONGEST_CERTIFICATES_BYTES);
  } catch (error) {
    throw new HarnessError(
      'INPUT_FILE',
      `${file} cannot be read: ${messageOf(error)}`,
      'Name a file with certificates in PEM.',
    );
  }
}

/** Resolves when the text has left, or when nobody reads it any longer. */
function toStdout({ stdout }: Terminal): (text: string) => Promise<void> {
  return (text) => new Promise((resolve) => stdout.write(text, () => resolve()));
}

function entries(count: number): string {
  return count === 1 ? '1 entry' : `${count} entries`;
}

import { isUtf8, transcode } from 'node:buffer';
import { inspect } from 'node:util';
import { type OwnSecrets, openOwnSecrets } from '../../native-bindings/windows/own-secrets.ts';
import { readEnvironmentPassword } from './environment.ts';
import { credentialsError, type SecretKind } from './error.ts';
import { readPasswordFile } from './file.ts';
import { type PromptIo, promptForPassword } from './prompt.ts';

/** A file or a line that is typed has 1,024 bytes at most; of a variable, as many. UTF-16 takes up to two for each. */
const MAX_CHARACTERS = 1024;
const LONGEST_BYTES = 2 * (MAX_CHARACTERS + 1);

/** Where the password of the impersonated users comes from. Never the command line: other users can read that. */
export type PasswordSource =
  | { readonly kind: 'none' }
  | { readonly kind: 'environment'; readonly variable: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'prompt' };

/** What reading a password touches. */
export interface PasswordIo extends PromptIo {
  /** The variable that held the password is deleted from it, so that child processes do not inherit it. */
  readonly environment: Record<string, string | undefined>;
  /** Owner that a password file must have; null where files have no such owner (Windows). */
  readonly userId: number | null;
  /** Called with a sentence for the user. */
  readonly note: (text: string) => void;
  /** Memory that no dump shows, and a way to the environment that leaves no text; without it there is neither. */
  readonly openSecrets?: () => Promise<OwnSecrets | null>;
}

/** A password in memory of its own that can be wiped, and that no way of printing shows. */
export class Password {
  readonly #bytes: Buffer;
  #erased = false;

  /** Takes the bytes over: UTF-16LE with a terminating NUL. */
  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** UTF-16LE with a terminating NUL, as LogonUserW wants it. Not a copy: `erase` wipes it. */
  get bytes(): Buffer {
    // An empty password in its place would be refused for every mailbox, and lock the accounts.
    if (this.#erased) throw new Error('the password has been erased');
    return this.#bytes;
  }

  erase(): void {
    this.#bytes.fill(0);
    this.#erased = true;
  }

  toString(): string {
    return '[password]';
  }

  toJSON(): string {
    return '[password]';
  }

  [inspect.custom](): string {
    return '[password]';
  }
}

/**
 * Reads the password from its source; null if there is none.
 * @throws HarnessError PASSWORD_SOURCE if the source is unsafe, missing or empty; STOPPED if the user pressed Ctrl-C.
 */
export async function readPassword(source: PasswordSource, io: PasswordIo): Promise<Password | null> {
  if (source.kind === 'none') return null;
  const secrets = (await io.openSecrets?.()) ?? null;
  // Taken before the password is read: from then on no core is dumped.
  const memory = secrets?.allocate(LONGEST_BYTES) ?? Buffer.alloc(LONGEST_BYTES);
  const utf8 = await readUtf8(source, io, secrets);
  try {
    return passwordOf(utf8, source.kind, memory);
  } finally {
    utf8.fill(0);
  }
}

/** The terminal, environment and user of this process. */
export function processPasswordIo(): PasswordIo {
  return {
    input: process.stdin,
    output: process.stderr,
    environment: process.env,
    userId: process.getuid?.() ?? null,
    note: (text) => process.stderr.write(`${text}\n`),
    openSecrets: openOwnSecrets,
  };
}

function readUtf8(
  source: Exclude<PasswordSource, { kind: 'none' }>,
  io: PasswordIo,
  secrets: OwnSecrets | null,
): Buffer | Promise<Buffer> {
  switch (source.kind) {
    case 'environment':
      return readEnvironmentPassword(source.variable, io.environment, secrets);
    case 'file':
      return readPasswordFile(source.path, io);
    case 'prompt':
      return promptForPassword(io);
  }
}

/**
 * Checks and converts without making a string, which could not be wiped.
 * @param memory zero-filled; where the password is to live
 */
function passwordOf(utf8: Buffer, kind: SecretKind, memory: Buffer): Password {
  if (utf8.length === 0) throw credentialsError(kind, 'the password is empty');
  if (!isUtf8(utf8)) throw credentialsError(kind, 'the password is not UTF-8');
  if (utf8.includes(0)) throw credentialsError(kind, 'the password contains a NUL character');
  if (utf8.includes('\n') || utf8.includes('\r')) {
    throw credentialsError(kind, 'the password is more than one line');
  }
  const utf16 = transcode(utf8, 'utf8', 'utf16le');
  const length = utf16.copy(memory, 0, 0, memory.length - 2);
  const isWhole = length === utf16.length;
  utf16.fill(0);
  if (!isWhole) {
    memory.fill(0);
    throw credentialsError(kind, `the password is longer than ${MAX_CHARACTERS} characters`);
  }
  return new Password(memory.subarray(0, length + 2));
}

import { tmpdir } from 'node:os';
import { HarnessError, messageOf } from '../../harness/contract/errors.ts';
import type { MailboxOrder, MailboxSource } from '../../harness/contract/plan.ts';
import { type MailboxFileFacts, scanMailboxFile } from './csv.ts';
import { generatedRows } from './generated.ts';
import { inputError } from './input-error.ts';
import type { Mailbox, MailboxRows } from './mailbox.ts';
import { positionOfCycle, runsOf } from './order.ts';
import { MailboxSpool } from './spool.ts';

/** The mailboxes of a run, cycle by cycle, in memory that does not grow with the list. */
export interface MailboxList {
  /** How many different mailboxes there are to take. */
  readonly count: number;
  /** The mailboxes of the cycles firstCycle .. firstCycle + count - 1, counted from 0. */
  take(firstCycle: number, count: number): Promise<readonly Mailbox[]>;
  /** Frees the temporary files. The list cannot be used afterwards. */
  close(): Promise<void>;
}

/**
 * Reads and checks every row of a mailbox file.
 * @throws HarnessError INPUT_FILE with the line of the first thing that is wrong.
 */
export async function inspectMailboxFile(file: string): Promise<MailboxFileFacts> {
  return scanMailboxFile(file, () => {});
}

/**
 * Opens the mailboxes that a plan names.
 * @throws HarnessError INPUT_FILE if a file is not the one that was inspected.
 */
export async function openMailboxList(
  source: MailboxSource,
  order: MailboxOrder,
  seed: number,
): Promise<MailboxList> {
  const rows =
    source.kind === 'generated' ? generatedRows(source.count) : await spoolOf(source.file, source.sha256);
  const positionOf = positionOfCycle(order, rows.count, seed);
  return {
    count: rows.count,
    take: async (firstCycle, count) => {
      const positions = Array.from({ length: count }, (_, index) => positionOf(firstCycle + index));
      return readPositions(rows, positions);
    },
    close: () => rows.close(),
  };
}

async function readPositions(rows: MailboxRows, positions: readonly number[]): Promise<readonly Mailbox[]> {
  const byPosition = new Map<number, Mailbox>();
  for (const { first, count } of runsOf(positions)) {
    const run = await rows.read(first, count);
    for (const [index, mailbox] of run.entries()) byPosition.set(first + index, mailbox);
  }
  return positions.map((position) => {
    const mailbox = byPosition.get(position);
    if (mailbox === undefined) throw new RangeError(`no mailbox ${position} of ${rows.count}`);
    return mailbox;
  });
}

async function spoolOf(file: string, sha256: string): Promise<MailboxSpool> {
  const spool = await MailboxSpool.create().catch((error: unknown) => {
    throw notSpooled(file, error);
  });
  try {
    const facts = await scanMailboxFile(file, (mailbox) => spool.append(mailbox));
    if (facts.sha256 !== sha256) throw changed(file);
    return spool;
  } catch (error) {
    await spool.close();
    throw error instanceof HarnessError ? error : notSpooled(file, error);
  }
}

function changed(file: string): HarnessError {
  return inputError(file, {
    what: 'the file has changed since the run was planned',
    remedy: 'Plan the run again, or put the old file back.',
  });
}

function notSpooled(file: string, error: unknown): HarnessError {
  return inputError(file, {
    what: `the mailboxes cannot be copied to ${tmpdir()}: ${messageOf(error)}`,
    remedy: 'Free space there, or set TMPDIR (TEMP on Windows) to another folder.',
  });
}

import { addToHistory as addLine, HISTORY_FILE } from '../../execute/history-index.ts';
import { showNote } from '../messages.ts';
import type { Terminal } from '../terminal.ts';

/** Where a run lies: in the folder of the runs, or in a folder of claims in it. */
interface Where {
  readonly levels: 1 | 2;
  readonly quiet: boolean;
}

/**
 * Adds a run that has just ended to the history beside it. That it could not be added is told, and changes
 * nothing.
 */
export async function addToHistory(
  folder: string,
  { levels, quiet }: Where,
  terminal: Terminal,
): Promise<void> {
  const problem = await addLine(folder, levels);
  if (problem === null || quiet) return;
  showNote(terminal, `The run is not in ${HISTORY_FILE} yet (${problem}); \`mapileak history\` adds it.`);
}

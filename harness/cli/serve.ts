import { EXIT, type ExitCode } from '../contract/errors.ts';
import { isLoopback } from '../serve/http/guard.ts';
import { runsFolderOf } from '../serve/runs-folder.ts';
import { serve } from '../serve/server.ts';
import { Site } from '../serve/site.ts';
import { diffOf } from './diff/diff.ts';
import { showNote } from './messages.ts';
import { listenForStop } from './stop-signals.ts';
import type { Terminal } from './terminal.ts';

export interface ServeCommandOptions {
  readonly folder: string;
  readonly host: string;
  readonly port: number;
  readonly quiet: boolean;
}

/** Shows run folders until it is stopped, which is how it is meant to end. */
export async function serveRuns(
  { folder, host, port, quiet }: ServeCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { stop } = listenForStop(() => {});
  const site = new Site({ ...(await runsFolderOf(folder)), shownAs: folder, compare: diffOf });
  try {
    const server = await serve({
      host,
      port,
      answer: (target) => site.answer(target),
      onFault: (message) => showNote(terminal, `A page could not be made: ${message}`),
    });
    if (!isLoopback(host)) showNote(terminal, OPEN_TO_OTHERS);
    terminal.stdout.write(`${server.address}\n`);
    if (!quiet) showNote(terminal, `Showing the runs in ${folder}; Ctrl-C ends it.`);
    await new Promise<void>((resolve) => {
      if (stop.aborted) resolve();
      else stop.addEventListener('abort', () => resolve());
    });
    await server.close();
    return EXIT.ok;
  } finally {
    site.close();
  }
}

const OPEN_TO_OTHERS =
  'Warning: whoever can reach this address can read every run in the folder: results, reports and names of mailboxes in them. There is no password.';

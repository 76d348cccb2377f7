import { endWording } from '../../reports/exhausted.ts';
import { type CampaignOutcome, type CampaignParts, runCampaign } from '../execute/campaign.ts';
import type { Interruption } from './interruption.ts';
import { showNote } from './messages.ts';
import { ProgressLine } from './progress.ts';
import { screenOf, type Terminal } from './terminal.ts';

/** Runs a plan, listening to the user and showing progress. The run folder is closed when it returns. */
export async function measure(
  parts: Omit<CampaignParts, 'stop' | 'stopNow' | 'onBlock'>,
  { quiet }: { readonly quiet: boolean },
  interruption: Interruption,
  terminal: Terminal,
): Promise<CampaignOutcome> {
  const { flag, folder, plan } = parts;
  const progress = new ProgressLine(terminal.stderr, screenOf(terminal.stderr, terminal.environment), plan);
  const onStop = (signal: string): void => {
    progress.clear();
    folder.addEvent({ event: 'stop-requested', by: signal });
  };
  // The last resort, should this program fail in a way that nobody catches.
  const putFlagBack = (): void => void flag.restore();
  process.once('exit', putFlagBack);
  try {
    return await interruption.during(onStop, () =>
      runCampaign({
        ...parts,
        ...interruption.stopping,
        onBlock: ({ slot, cycles, elapsedMs, report }) => {
          if (!quiet) progress.show({ slot, cycles, elapsedMs, heaps: report.readings.heaps });
        },
        onExhausted: ({ replicate }, exhausted) => {
          progress.clear();
          if (!quiet) showNote(terminal, `${replicate} stopped ${endWording([exhausted])}.`);
        },
      }),
    );
  } finally {
    process.off('exit', putFlagBack);
    progress.clear();
    folder.close();
  }
}

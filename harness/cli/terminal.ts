import type { Screen } from '../../reports/screen.ts';

/** Where a command writes: the result on one stream, everything else on the other. */
export interface Terminal {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What of a stream decides what text on it may look like. */
export interface TerminalSize {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

const COLUMNS_WITHOUT_TERMINAL = 100;

/** Whether a line on a stream can be rewritten. */
export function isLive(stream: TerminalSize, environment: Terminal['environment']): boolean {
  return stream.isTTY === true && environment['TERM'] !== 'dumb';
}

/** What text on a stream may look like: its width, colours (https://no-color.org) and characters. */
export function screenOf(stream: TerminalSize, environment: Terminal['environment']): Screen {
  const columns = Number(environment['COLUMNS']);
  // A terminal whose size nobody has set yet has 0 columns.
  const width = (stream.isTTY && stream.columns) || (columns > 0 ? columns : COLUMNS_WITHOUT_TERMINAL);
  const noColour = (environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb';
  const locale = environment['LC_ALL'] || environment['LC_CTYPE'] || environment['LANG'] || '';
  return {
    width,
    colour: stream.isTTY === true && !noColour,
    unicode: process.platform === 'win32' || /utf-?8/i.test(locale),
  };
}

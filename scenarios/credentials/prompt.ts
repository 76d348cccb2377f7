import { HarnessError } from '../../harness/contract/errors.ts';
import { credentialsError } from './error.ts';
import { type KeyOutcome, LineEditor } from './line-editor.ts';

const MAX_BYTES = 1024;

/** The reading end of a terminal, as `process.stdin` is one. */
export interface PromptInput extends NodeJS.ReadableStream {
  readonly isTTY?: boolean;
  setRawMode?(raw: boolean): unknown;
}

export interface PromptOutput extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
}

export interface PromptIo {
  readonly input: PromptInput;
  /** Where the prompt is written; standard output belongs to results. */
  readonly output: PromptOutput;
}

/** A password typed on the terminal without echo, as UTF-8. */
export async function promptForPassword({ input, output }: PromptIo): Promise<Buffer> {
  if (!input.isTTY || !output.isTTY || input.setRawMode === undefined) {
    throw credentialsError('prompt', 'there is no terminal to ask for the password on');
  }
  // Before the prompt, so that nothing typed in answer to it is echoed.
  input.setRawMode(true);
  output.write('Password: ');
  try {
    return await readLine(input);
  } finally {
    input.setRawMode(false);
    input.pause();
    output.write('\n');
  }
}

function readLine(input: PromptInput): Promise<Buffer> {
  const editor = new LineEditor(MAX_BYTES);
  return new Promise<Buffer>((resolve, reject) => {
    const finish = (settle: () => void) => {
      input.off('data', onData);
      input.off('end', onGone);
      input.off('error', onGone);
      settle();
      editor.erase();
    };
    const onData = (chunk: Buffer | string) => {
      const bytes = Buffer.from(chunk);
      const outcome = typeAll(editor, bytes);
      bytes.fill(0);
      if (typeof chunk !== 'string') chunk.fill(0);
      if (outcome === 'done') finish(() => resolve(editor.copy()));
      else if (outcome !== 'more') finish(() => reject(refusalOf(outcome)));
    };
    const onGone = () =>
      finish(() => reject(credentialsError('prompt', 'the terminal closed before a password was typed')));
    input.on('data', onData);
    input.on('end', onGone);
    input.on('error', onGone);
  });
}

/** Types until the line ends; what was typed ahead of the next question is dropped. */
function typeAll(editor: LineEditor, bytes: Buffer): KeyOutcome {
  for (const byte of bytes) {
    const outcome = editor.type(byte);
    if (outcome !== 'more') return outcome;
  }
  return 'more';
}

function refusalOf(outcome: 'stopped' | 'full'): HarnessError {
  return outcome === 'stopped'
    ? new HarnessError(
        'STOPPED',
        'stopped at the password prompt',
        'Run the command again when you have the password.',
      )
    : credentialsError('prompt', `the password is longer than ${MAX_BYTES} bytes`);
}

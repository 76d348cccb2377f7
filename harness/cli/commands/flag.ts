import { writeFileSync } from 'node:fs';
import type { CleanUpMapiHeap } from '../../contract/arms.ts';
import { EXIT, type ExitCode, HarnessError, messageOf } from '../../contract/errors.ts';
import { FFI_ENGINES } from '../../contract/plan.ts';
import { differing, flagWording } from '../../execute/flag-state.ts';
import { captureState } from '../../execute/registry-state.ts';
import { stateRegFile } from '../../execute/state-reg-file.ts';
import { everyFlagPlace } from '../../plan/flag-places.ts';
import { DEFAULTS } from '../../plan/options.ts';
import { examining } from '../../plan/preflight/examining.ts';
import type { Command } from '../command.ts';
import { showNote } from '../messages.ts';
import { type NativeParts, openNativeParts } from '../native-parts.ts';
import type { Terminal } from '../terminal.ts';
import { FLAG_KEY_OPTION, FLAG_VIEW_OPTION } from './common-options.ts';
import { showFlag } from './show-flag.ts';

const ACTIONS = ['get', 'set', 'restore', 'save'] as const;
type Action = (typeof ACTIONS)[number];

export const flagCommand: Command = {
  register: (yargs, finish) =>
    yargs.command(
      'flag <action> [argument]',
      'show, set or save CleanUpMAPIHeap, or put back what a killed run left behind',
      (y) =>
        y
          .positional('action', {
            type: 'string',
            choices: ACTIONS,
            demandOption: true,
            describe: 'what to do',
          })
          .positional('argument', {
            type: 'string',
            describe: '0, 1 or absent for set; a new .reg file for save',
          })
          .option('flag-view', FLAG_VIEW_OPTION)
          .option('flag-key', FLAG_KEY_OPTION)
          .option('ffi', {
            choices: FFI_ENGINES,
            default: DEFAULTS.ffi,
            describe: 'package that makes the native calls',
          })
          .option('registry', { string: true, describe: 'registry file of the stand-in' })
          .option('json', { boolean: true, default: false, describe: 'print JSON' })
          .example('$0 flag get', 'what stands in the registry, in every key and view')
          .example('$0 flag set 1', 'turn the heap cleanup on')
          .example('$0 flag set 1 --flag-view both', 'for 32- and 64-bit programs')
          .example('$0 flag save before.reg', 'keep what stands there, for regedit')
          .example('$0 flag restore', 'repair what a killed run left behind'),
      async (args) =>
        finish(async (terminal) => {
          const argument = checkArgument(args.action, args.argument);
          const places = { view: args.flagView, key: args.flagKey };
          const parts = await openNativeParts(args.ffi, args.registry, places);
          return examining(() => act(args.action, argument, parts, terminal, args.json));
        }),
    ),
};

/** The action's argument, empty if it takes none. @throws HarnessError USAGE */
function checkArgument(action: Action, argument: string | undefined): string {
  const wants = { get: null, restore: null, set: 'a value', save: 'a file' }[action];
  if (wants === null) {
    if (argument === undefined) return '';
    throw new HarnessError('USAGE', `flag ${action} takes no value`, 'Leave the value out.');
  }
  if (argument !== undefined && argument !== '') return argument;
  throw new HarnessError(
    'USAGE',
    `flag ${action} needs ${wants}`,
    action === 'set' ? 'Give 0, 1 or absent.' : 'Name a new .reg file.',
  );
}

function act(
  action: Action,
  argument: string,
  parts: NativeParts,
  terminal: Terminal,
  json: boolean,
): ExitCode {
  switch (action) {
    case 'get':
      noteUnfinishedRun(parts, terminal);
      break;
    case 'set':
      set(parts, wantedBy(argument), terminal);
      break;
    case 'save':
      save(parts, argument);
      showNote(terminal, `${argument} holds what stands in the registry; regedit imports it.`);
      break;
    case 'restore': {
      const repaired = parts.flag.repair();
      if (json) break;
      terminal.stdout.write(
        repaired ? 'CleanUpMAPIHeap has been put back.\n' : 'There is nothing to put back.\n',
      );
      return EXIT.ok;
    }
  }
  showFlag(parts.registry, terminal, json);
  return EXIT.ok;
}

/** What stands there may not be what stood there before a run. */
function noteUnfinishedRun({ flag }: NativeParts, terminal: Terminal): void {
  const run = flag.unfinished();
  if (run === null) return;
  showNote(
    terminal,
    run.isAlive
      ? `Process ${run.pid} is using the flag since ${run.savedAt}.`
      : `A run that was killed has left this; put back what stood there before with \`mapileak flag restore\`.`,
  );
}

function wantedBy(value: string): CleanUpMapiHeap {
  switch (value) {
    case 'absent':
      return null;
    case '0':
      return 0;
    case '1':
      return 1;
    default:
      throw new HarnessError(
        'USAGE',
        `CleanUpMAPIHeap cannot be set to ${value}`,
        'Give 0, 1 or absent to flag set.',
      );
  }
}

/** A lasting change, unlike a run's: the backup only guards the moment of writing. */
function set({ flag }: NativeParts, wanted: CleanUpMapiHeap, terminal: Terminal): void {
  if (flag.repair()) showNote(terminal, 'First, what a killed run had left behind was put back.');
  flag.save();
  const wrong = differing(setOrRestore(flag, wanted), wanted);
  if (wrong === undefined) {
    flag.keep();
    return;
  }
  flag.restore();
  throw new HarnessError(
    'FLAG_NOT_EFFECTIVE',
    `CleanUpMAPIHeap was set to ${flagWording(wanted)} but reads back as ${flagWording(wrong.value)} in the ${wrong.view} view of ${wrong.key}`,
    'See what else writes to this key; the old value has been put back.',
  );
}

/** Where one of several places cannot be written, none stays changed. */
function setOrRestore(flag: NativeParts['flag'], wanted: CleanUpMapiHeap): ReturnType<typeof flag.set> {
  try {
    return flag.set(wanted);
  } catch (error) {
    flag.restore();
    throw error;
  }
}

/** Every place, whether this program would write there or not. */
function save({ registry }: NativeParts, file: string): void {
  const state = captureState(registry, everyFlagPlace(registry));
  const content = stateRegFile(state, new Date().toISOString());
  try {
    writeFileSync(file, content, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    throw new HarnessError(
      'USAGE',
      `${file} cannot be written: ${messageOf(error)}`,
      'Name a file that does not exist yet, in a folder that does.',
      { cause: error },
    );
  }
}

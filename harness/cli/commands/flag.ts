import { REGISTRY_VIEWS } from '../../../native-bindings/windows/registry.ts';
import type { CleanUpMapiHeap } from '../../contract/arms.ts';
import { EXIT, type ExitCode, HarnessError } from '../../contract/errors.ts';
import { FFI_ENGINES } from '../../contract/plan.ts';
import { FLAG_KEY, FLAG_VALUE, type FlagReading, readFlag } from '../../execute/flag-state.ts';
import { DEFAULTS } from '../../plan/options.ts';
import type { Command } from '../command.ts';
import { showNote } from '../messages.ts';
import { type NativeParts, openNativeParts } from '../native-parts.ts';
import type { Terminal } from '../terminal.ts';

const ACTIONS = ['get', 'set', 'restore'] as const;
const VALUES = ['0', '1', 'absent'] as const;
type Action = (typeof ACTIONS)[number];
type Value = (typeof VALUES)[number];

export const flagCommand: Command = {
  register: (yargs, finish) =>
    yargs.command(
      'flag <action> [value]',
      'show or set CleanUpMAPIHeap, or put back what a killed run left behind',
      (y) =>
        y
          .positional('action', {
            type: 'string',
            choices: ACTIONS,
            demandOption: true,
            describe: 'what to do',
          })
          .positional('value', { type: 'string', choices: VALUES, describe: 'for set' })
          .option('ffi', {
            choices: FFI_ENGINES,
            default: DEFAULTS.ffi,
            describe: 'package that makes the native calls',
          })
          .option('registry', { string: true, describe: 'registry file of the stand-in' })
          .option('json', { boolean: true, default: false, describe: 'print JSON' })
          .example('$0 flag get', 'what stands in the registry, in both views')
          .example('$0 flag set 1', 'turn the heap cleanup on')
          .example('$0 flag restore', 'repair what a killed run left behind'),
      async (args) =>
        finish(async (terminal) => {
          const parts = await openNativeParts(args.ffi, args.registry);
          return act(args.action, args.value, parts, terminal, args.json);
        }),
    ),
};

function act(
  action: Action,
  value: Value | undefined,
  parts: NativeParts,
  terminal: Terminal,
  json: boolean,
): ExitCode {
  if (action !== 'set' && value !== undefined) {
    throw new HarnessError('USAGE', `flag ${action} takes no value`, 'Leave the value out.');
  }
  switch (action) {
    case 'get':
      show(parts, terminal, json);
      return EXIT.ok;
    case 'set':
      set(parts, wantedBy(value), terminal);
      show(parts, terminal, json);
      return EXIT.ok;
    case 'restore': {
      const repaired = parts.flag.repair();
      if (json) show(parts, terminal, json);
      else
        terminal.stdout.write(
          repaired ? 'CleanUpMAPIHeap has been put back.\n' : 'There is nothing to put back.\n',
        );
      return EXIT.ok;
    }
  }
}

function wantedBy(value: Value | undefined): CleanUpMapiHeap {
  if (value === undefined) throw new HarnessError('USAGE', 'flag set needs a value', 'Give 0, 1 or absent.');
  return value === 'absent' ? null : value === '1' ? 1 : 0;
}

/** A lasting change, unlike a run's: the backup only guards the moment of writing. */
function set({ flag }: NativeParts, wanted: CleanUpMapiHeap, terminal: Terminal): void {
  if (flag.repair()) showNote(terminal, 'First, what a killed run had left behind was put back.');
  flag.save();
  const readBack = flag.set(wanted);
  if (readBack === wanted) {
    flag.keep();
    return;
  }
  flag.restore();
  throw new HarnessError(
    'FLAG_NOT_EFFECTIVE',
    `CleanUpMAPIHeap was set to ${wanted ?? 'absent'} but reads back as ${readBack ?? 'absent'}`,
    'See what else writes to this key; the old value has been put back.',
  );
}

function show({ registry }: NativeParts, { stdout }: Terminal, json: boolean): void {
  const views = REGISTRY_VIEWS.map((view) => ({ view, value: readFlag(registry, view) }));
  if (json) {
    stdout.write(
      `${JSON.stringify({ key: `HKEY_LOCAL_MACHINE\\${FLAG_KEY}`, name: FLAG_VALUE, views }, null, 2)}\n`,
    );
    return;
  }
  stdout.write(`HKEY_LOCAL_MACHINE\\${FLAG_KEY}\n`);
  for (const { view, value } of views) stdout.write(`  ${FLAG_VALUE} (${view} view): ${meaningOf(value)}\n`);
}

function meaningOf(value: FlagReading): string {
  if (value === null) return 'absent: heap cleanup is off';
  if (value === 'not-a-dword') return 'not a REG_DWORD: its effect is unknown';
  if (value === 1) return '1: heap cleanup is on, if the build knows the value';
  return value === 0 ? '0: heap cleanup is off' : `${value}: not documented`;
}

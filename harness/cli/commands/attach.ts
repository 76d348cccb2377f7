import { RUN_REPORTS } from '../../../reports/catalogue.ts';
import { ATTACH_DEFAULTS, ATTACH_EXPECTATIONS } from '../../plan/attach/options.ts';
import { DEFAULT_MARGINS } from '../../plan/margins.ts';
import { attachAndReport, parseAttach } from '../attach/attach.ts';
import type { Command } from '../command.ts';
import { FFI_OPTION, REGISTRY_OPTION, reportOption } from './common-options.ts';

const CYCLES = 'What a cycle is:';
const HOW = 'How it is watched:';
const OUTPUT = 'Output:';

export const attachCommand: Command = {
  register: (yargs, finish) =>
    yargs.command(
      'attach <pids..>',
      'watch a running program that is not ours from outside, until it ends or Ctrl-C, and judge its growth',
      (y) =>
        y
          .positional('pids', {
            type: 'string',
            array: true,
            demandOption: true,
            describe: 'number of the process; of several processes of one program, all of them',
          })
          .option('cycle-every', {
            group: CYCLES,
            string: true,
            describe: `a cycle is so much time: 1s, 1m (default ${ATTACH_DEFAULTS.cycleEvery})`,
          })
          .option('cycle-log', {
            group: CYCLES,
            string: true,
            array: true,
            default: [],
            describe: 'a cycle is a new line of this log that matches; once for each process',
          })
          .option('cycle-pattern', {
            group: CYCLES,
            string: true,
            describe: 'regular expression for those lines: "logoff of .* done", /logoff/i',
          })
          .option('interval', {
            group: HOW,
            string: true,
            default: ATTACH_DEFAULTS.interval,
            describe: 'time between two samples',
          })
          .option('duration', { group: HOW, string: true, describe: 'end after 30m, 8h, 2d at the latest' })
          .option('max-cycles', { group: HOW, number: true, describe: 'end after so many cycles' })
          .option('warm-up', { group: HOW, string: true, describe: 'leave out the first 10m, 1h' })
          .option('horizon', {
            group: HOW,
            number: true,
            describe: `fewest cycles before anything is said (default ${ATTACH_DEFAULTS.horizonCycles}; by time, as many seconds)`,
          })
          .option('margin', {
            group: HOW,
            string: true,
            array: true,
            default: [],
            describe:
              `growth per cycle that counts as none: bytes (default ${DEFAULT_MARGINS.bytesPerCycle}; by time, a second), ` +
              'or handles=0.02 and the like; may be repeated',
          })
          .option('expect', {
            group: HOW,
            choices: ATTACH_EXPECTATIONS,
            describe:
              'leak: exit 0 if it leaks. no-leak: exit 1 if it leaks; that it does not is never proven',
          })
          .option('ffi', { ...FFI_OPTION, group: HOW })
          .option('registry', { ...REGISTRY_OPTION, group: HOW })
          .option('out', {
            group: OUTPUT,
            string: true,
            describe: 'run folder (default runs/<time>-attach-<program>)',
          })
          .option('report', reportOption(RUN_REPORTS))
          .option('json', {
            group: OUTPUT,
            boolean: true,
            default: false,
            describe: 'print the result as JSON instead of the summary',
          })
          .option('quiet', { group: OUTPUT, boolean: true, default: false, describe: 'no progress' })
          .example('$0 attach 4711', 'bytes, handles and threads per second, until Ctrl-C')
          .example(
            '$0 attach 4711 --cycle-log app.log --cycle-pattern "logoff of .* done" --duration 8h',
            'per logoff, as its log tells of them',
          ),
      async (args) =>
        finish(
          (terminal) => attachAndReport(args, args, terminal),
          async () => void parseAttach(args, args),
        ),
    ),
};

import { DIFF_EXPECTATIONS } from '../../contract/run-diff.ts';
import type { Command } from '../command.ts';
import { diffAndReport } from '../diff/diff.ts';
import { pageFile } from '../page-file.ts';

export const diffCommand: Command = {
  register: (yargs, finish) =>
    yargs.command(
      'diff <run-a> <run-b>',
      'how the growth of two runs differs, B minus A: before and after a hotfix, two hosts, two nights',
      (y) =>
        y
          .positional('run-a', { type: 'string', demandOption: true, describe: 'run folder, the one before' })
          .positional('run-b', { type: 'string', demandOption: true, describe: 'run folder, the one after' })
          .option('force', {
            boolean: true,
            default: false,
            describe: 'compare runs whose plan, DLL or bitness differ, and print what does',
          })
          .option('expect', {
            choices: DIFF_EXPECTATIONS,
            describe: 'exit 1 unless B grows so, compared with A',
          })
          .option('json', { boolean: true, default: false, describe: 'print the comparison as JSON' })
          .option('html', { string: true, describe: 'file to write a page to, with charts of both runs' })
          .example('$0 diff runs/monday runs/tuesday --expect same', 'two nights of the same soak')
          .example(
            '$0 diff runs/before runs/after --force --html diff.html',
            'before and after a hotfix, which is another DLL',
          ),
      async (args) =>
        finish((terminal) =>
          diffAndReport(
            [args.runA, args.runB],
            { force: args.force, expect: args.expect ?? null, json: args.json, html: pageFile(args.html) },
            terminal,
          ),
        ),
    ),
};

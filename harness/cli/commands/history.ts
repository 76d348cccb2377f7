import { DEFAULT_FOLDER } from '../../execute/history-index.ts';
import type { Command } from '../command.ts';
import { showHistory } from '../history/history.ts';
import { pageFile } from '../page-file.ts';

export const historyCommand: Command = {
  register: (yargs, finish) =>
    yargs.command(
      'history [folder]',
      'every run in a line, with its trend; flags the first that differs from those before it',
      (y) =>
        y
          .positional('folder', {
            type: 'string',
            default: DEFAULT_FOLDER,
            describe: 'folder that the run folders lie in',
          })
          .option('since', { string: true, describe: 'show runs since then: 30d, 12h, 2w, or a date' })
          .option('scenario', { string: true, describe: 'show runs of this scenario' })
          .option('limit', {
            number: true,
            describe: 'show so many of the newest runs of each series (30 on the terminal)',
          })
          .option('fail-on-change', {
            boolean: true,
            default: false,
            describe: 'exit 1 if the newest run of a series shown differs, 3 if it cannot be compared',
          })
          .option('rebuild', {
            boolean: true,
            default: false,
            describe: 'make the index anew; runs whose folders are gone are forgotten',
          })
          .option('html', { string: true, describe: 'file to write a page to' })
          .option('json', { boolean: true, default: false, describe: 'print the history as JSON' })
          .option('quiet', { boolean: true, default: false, describe: 'say nothing of the index' })
          .example('$0 history --since 30d', 'the last month of a nightly soak')
          .example('$0 history --since 2d --fail-on-change', 'after each night: exit 1 if something changed'),
      async (args) =>
        finish((terminal) => showHistory(args.folder, { ...args, html: pageFile(args.html) }, terminal)),
    ),
};

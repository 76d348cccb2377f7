import { HarnessError } from '../../contract/errors.ts';
import type { Command } from '../command.ts';
import { serveRuns } from '../serve.ts';

const DEFAULT_PORT = 8765;

export const serveCommand: Command = {
  register: (yargs, finish) =>
    yargs.command(
      'serve [folder]',
      'a local web page: lists runs, follows one that goes on, opens reports; Ctrl-C ends it',
      (y) =>
        y
          .positional('folder', {
            type: 'string',
            default: 'runs',
            describe: 'folder that holds run folders, or a run folder',
          })
          .option('port', {
            number: true,
            default: DEFAULT_PORT,
            describe: 'port to listen on; 0 for any that is free',
          })
          .option('host', {
            string: true,
            default: '127.0.0.1',
            describe: 'address to listen on; any but a loopback one lets other machines read your runs',
          })
          .option('quiet', { boolean: true, default: false, describe: 'print the address and nothing else' })
          .example('$0 serve', 'the runs in ./runs, on http://127.0.0.1:8765/')
          .example('$0 serve nightly --port 0', 'another folder, on any free port; the address is on stdout'),
      async ({ folder, host, port, quiet }) =>
        finish((terminal) =>
          serveRuns({ folder, host: checkedHost(host), port: checkedPort(port), quiet }, terminal),
        ),
    ),
};

function checkedPort(port: number): number {
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new HarnessError(
    'USAGE',
    '--port is no port',
    'Give a whole number from 0 to 65535; 0 takes any that is free.',
  );
}

/** An empty one would listen everywhere. */
function checkedHost(host: string): string {
  if (host.trim() !== '') return host;
  throw new HarnessError('USAGE', '--host is empty', 'Leave it out to listen on 127.0.0.1.');
}

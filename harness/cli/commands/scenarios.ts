import { SCENARIOS } from '../../../scenarios/catalogue.ts';
import { EXIT } from '../../contract/errors.ts';
import { DEFAULTS } from '../../plan/options.ts';
import type { Command } from '../command.ts';

export const scenariosCommand: Command = {
  register: (yargs, finish) =>
    yargs.command(
      'scenarios',
      'list what a cycle can do',
      (y) => y.option('json', { boolean: true, default: false, describe: 'print the list as JSON' }),
      async (args) =>
        finish(({ stdout }) => {
          if (args.json) stdout.write(`${JSON.stringify(SCENARIOS, null, 2)}\n`);
          else stdout.write(SCENARIOS.map(describe).join('\n'));
          return Promise.resolve(EXIT.ok);
        }),
    ),
};

function describe({ name, summary, source, expectation }: (typeof SCENARIOS)[number]): string {
  const mark = name === DEFAULTS.scenario ? ' (default)' : '';
  return `${name}${mark}\n  ${summary}\n  expected: ${expectation}\n  source: ${source}\n`;
}

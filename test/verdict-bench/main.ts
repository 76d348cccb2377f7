import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { HarnessError, messageOf } from '../../harness/contract/errors.ts';
import { barsOf } from './bars.ts';
import { consoleReport } from './console-report.ts';
import { type BenchmarkDocument, documentOf } from './document.ts';
import type { Family } from './family.ts';
import { findingsOf, MODES, type Mode, tasksFor } from './findings.ts';
import { ALL_FAMILIES } from './more-families.ts';
import { performAll } from './pool.ts';
import type { Simulations } from './tally-one.ts';

/** The verdict benchmark: npm run bench:verdict -- --help */

const HELP = `npm run bench:verdict -- [options]
  --mode    ${MODES.join(' | ')} (default all)
  --sims    runs of each family (default 400)
  --family  ids, separated by commas: N06,L12 (default all)
  --seed    of all noise (default 1)
  --workers threads (default: one a core)
  --write   a Markdown file to write; its pictures go into a folder beside it
`;

const DEFAULTS = { mode: 'all', sims: '400', seed: '1' } as const;

const OPTIONS = {
  mode: { type: 'string', default: DEFAULTS.mode },
  sims: { type: 'string', default: DEFAULTS.sims },
  family: { type: 'string' },
  seed: { type: 'string', default: DEFAULTS.seed },
  workers: { type: 'string', default: String(availableParallelism()) },
  write: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (thrown) {
  if (!(thrown instanceof HarnessError)) throw thrown;
  process.stderr.write(`${thrown.message} ${thrown.remedy}\n`);
  process.exitCode = thrown.exitCode;
}

async function main(args: string[]): Promise<number> {
  const values = optionsOf(args);
  if (values.help) {
    print(HELP);
    return 0;
  }
  const mode = modeOf(values.mode);
  const families = familiesOf(values.family);
  const simulations = { seed: wholeOf('seed', values.seed), sims: wholeOf('sims', values.sims) };
  const findings = findingsOf(
    await performAll(tasksFor(mode, families), simulations, wholeOf('workers', values.workers)),
  );
  const bars = barsOf(findings, families);
  print(consoleReport(findings, families, bars, simulations));
  if (values.write !== undefined) {
    const folder = values.write.replace(/\.md$/, '');
    const command = commandOf(mode, simulations, values.family, values.write);
    const place = { command, folder: basename(folder) };
    write(values.write, folder, documentOf(findings, families, bars, simulations, place));
  }
  return bars.some(({ isMet }) => isMet === false) ? 1 : 0;
}

function optionsOf(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS }).values;
  } catch (thrown) {
    throw usage(messageOf(thrown), 'See --help.');
  }
}

/** What was asked, defaults left out. */
function commandOf(mode: Mode, { seed, sims }: Simulations, ids: string | undefined, file: string): string {
  const options = [
    ...(mode === DEFAULTS.mode ? [] : [`--mode ${mode}`]),
    ...(String(sims) === DEFAULTS.sims ? [] : [`--sims ${sims}`]),
    ...(String(seed) === DEFAULTS.seed ? [] : [`--seed ${seed}`]),
    ...(ids === undefined ? [] : [`--family ${ids}`]),
    `--write ${file}`,
  ];
  return `npm run bench:verdict -- ${options.join(' ')}`;
}

function write(file: string, folder: string, { markdown, pictures }: BenchmarkDocument): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, markdown);
  for (const { file: name, svg } of pictures) writeFileSync(join(folder, name), svg);
}

function modeOf(text: string): Mode {
  const mode = MODES.find((each) => each === text);
  if (mode === undefined) throw usage(`There is no mode ${text}.`, `Choose one of ${MODES.join(', ')}.`);
  return mode;
}

function familiesOf(ids: string | undefined): readonly Family[] {
  if (ids === undefined) return ALL_FAMILIES;
  return ids.split(',').map((id) => {
    const family = ALL_FAMILIES.find((each) => each.id === id.trim());
    if (family === undefined)
      throw usage(`There is no family ${id}.`, 'Families are N01 to N36 and L01 to L23.');
    return family;
  });
}

function wholeOf(option: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= (option === 'seed' ? 0 : 1)) return value;
  throw usage(`--${option} ${text} is not a whole number.`, 'Give a whole number, such as 400.');
}

function usage(message: string, remedy: string): HarnessError {
  return new HarnessError('USAGE', message, remedy);
}

function print(text: string): void {
  process.stdout.write(text);
}

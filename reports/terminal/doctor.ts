import pc from 'picocolors';
import type { Check, CheckOutcome } from '../../harness/contract/check.ts';
import type { Candidate, Doctor, FileFacts, ProbedModule } from '../../harness/contract/doctor.ts';
import type { FlagReading } from '../../harness/contract/environment.ts';
import { formatCount, formatCounted } from '../format.ts';
import { NARROWEST, type Screen } from '../screen.ts';
import { padEnd } from './table.ts';
import { screenText, wrap } from './text.ts';

type Colours = ReturnType<typeof pc.createColors>;

const OUTCOME_WIDTH = 'unknown'.length;
/** Below so many columns titles get lines of their own. */
const WIDE = 60;
const GAP = 2;

/** What a user reads of `mapileak doctor`: a line for each check, then what the machine has. Ends with a line break. */
export function renderDoctor(doctor: Doctor, screen: Screen): string {
  const width = Math.max(NARROWEST, screen.width);
  const colours = pc.createColors(screen.colour);
  const text = (words: string, indent = 0): string[] => wrap(screenText(words, screen), width, indent);
  const list = (heading: string, entries: readonly string[]): string[] =>
    entries.length === 0
      ? []
      : [colours.bold(heading), ...entries.flatMap((entry) => indented(entry, 2, width, screen))];

  const paragraphs = [
    text(headline(doctor)),
    checkLines(doctor.checks, width, screen, colours),
    list('MAPI on this machine', doctor.candidates.map(candidateWords)),
    list('Loaded', doctor.modules.map(moduleWords)),
    list('CleanUpMAPIHeap', flagWords(doctor.flag)),
    text(summary(doctor.checks)),
  ];
  return paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function headline({ bitness, mapi, mapileak, node, osRelease, platform, wine }: Doctor): string {
  const system = wine === null ? `${platform} ${osRelease}` : `Wine ${wine}`;
  const what = mapi === null ? 'copied files' : mapi.kind === 'path' ? mapi.path : mapi.kind;
  return `mapileak ${mapileak}, Node ${node} ${bitness}-bit on ${system}: ${what}`;
}

function checkLines(
  checks: readonly Check[],
  width: number,
  screen: Screen,
  colours: Colours,
): readonly string[] {
  const titles = Math.max(0, ...checks.map(({ title }) => screenText(title, screen).length));
  const hanging = width < WIDE ? GAP : OUTCOME_WIDTH + titles + 2 * GAP;
  return checks.flatMap(({ finding, outcome, remedy, title }) => {
    const mark = padEnd(outcome, OUTCOME_WIDTH);
    const name = screenText(title, screen);
    const lead = `${mark}${' '.repeat(GAP)}${width < WIDE ? name : padEnd(name, titles)}`;
    const found = indented(finding, hanging, width, screen);
    const todo = remedy === null ? [] : indented(remedy, hanging, width, screen);
    const painted = paint(outcome, colours)(mark) + lead.slice(mark.length);
    const [first = '', ...rest] = found;
    const lines =
      width < WIDE ? [painted, ...found] : [`${painted}${' '.repeat(GAP)}${first.trimStart()}`, ...rest];
    return [...lines, ...todo];
  });
}

function paint(outcome: CheckOutcome, colours: Colours): (text: string) => string {
  switch (outcome) {
    case 'ok':
      return colours.green;
    case 'warn':
      return colours.yellow;
    case 'fail':
      return colours.red;
    case 'unknown':
      return colours.dim;
  }
}

/** Wrapped to the width, every line indented. */
function indented(words: string, columns: number, width: number, screen: Screen): string[] {
  const margin = ' '.repeat(columns);
  return wrap(screenText(words, screen), Math.max(1, width - columns)).map((line) => margin + line);
}

function candidateWords({ file, kind, name, note, path, registryEntry }: Candidate): string {
  const title =
    kind === 'mail-client' ? `mail client ${name}` : kind === 'mapped-app' ? `MSMapiApps ${name}` : name;
  return [
    `${title}:`,
    ...(path === null ? [] : [path]),
    ...(file === null ? [] : [fileWords(file)]),
    ...(note === null ? [] : [`- ${note}`]),
    ...(registryEntry === null ? [] : [`[${registryEntry}]`]),
  ].join(' ');
}

function fileWords({ bitness, bytes, version }: FileFacts): string {
  return `(${version ?? 'no version'}, ${bitness === null ? 'unknown bitness' : `${bitness}-bit`}, ${formatCount(bytes)} bytes)`;
}

const WHEN: Readonly<Record<ProbedModule['loaded'], string>> = {
  before: 'before MAPI',
  'with-mapi': 'with MAPI',
  'in-initialize': 'by MAPIInitialize',
};

function moduleWords({ file, loaded, path, standIn }: ProbedModule): string {
  return `${path}${file === null ? '' : ` ${fileWords(file)}`} ${WHEN[loaded]}${standIn ? ', the stand-in' : ''}`;
}

function flagWords(flag: readonly FlagReading[]): readonly string[] {
  return flag.map(({ key, value, view }) => {
    const words = value === null ? 'absent' : value === 'not-a-dword' ? 'not a REG_DWORD' : String(value);
    return `${words} in ${key} (${view} view)`;
  });
}

function summary(checks: readonly Check[]): string {
  const count = (outcome: CheckOutcome): number => checks.filter((check) => check.outcome === outcome).length;
  const parts = [
    `${count('ok')} ok`,
    formatCounted(count('warn'), 'warning'),
    formatCounted(count('fail'), 'failure'),
    `${count('unknown')} unknown`,
  ];
  return `${parts.join(', ')}.`;
}

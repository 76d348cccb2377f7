import { HarnessError } from '../../contract/errors.ts';
import { isEveryDay, type Job, markerOf, type Start, type StartTime, WEEKDAYS } from './job.ts';

/** What crontab(5) keeps of a command, in bytes; it cuts off the rest without a word. */
const LONGEST_COMMAND = 998;

/** The lines of a crontab that a job takes, from its first marker to its last, with line breaks. */
export function cronBlock(job: Job): string {
  const lines = [
    ...(job.timed === null ? [] : [`${fieldsOf(job.timed.at)} ${commandOf(job, job.timed.start)}`]),
    ...(job.atBoot === null ? [] : [`@reboot ${commandOf(job, job.atBoot)}`]),
  ];
  return [beginOf(job.name), ...lines, endOf(job.name), ''].join('\n');
}

const beginOf = (name: string): string => `# begin of ${markerOf(name)}`;
const endOf = (name: string): string => `# end of ${markerOf(name)}`;

function fieldsOf(at: StartTime): string {
  const days = isEveryDay(at) ? '*' : at.days.map((day) => (WEEKDAYS.indexOf(day) + 1) % 7).join(',');
  return `${at.minute} ${at.hour} * * ${days}`;
}

/** @throws HarnessError USAGE if it is longer than cron reads */
function commandOf({ folder }: Job, { args, program }: Start): string {
  const command = `cd ${cronWord(folder)} && exec ${[program, ...args].map(cronWord).join(' ')}`;
  if (Buffer.byteLength(command) <= LONGEST_COMMAND) return command;
  throw new HarnessError(
    'USAGE',
    `the command is longer than the ${LONGEST_COMMAND} bytes that cron reads`,
    'Shorten it, or use --kind systemd.',
  );
}

/** What /bin/sh takes as it is, and cron too. */
const PLAIN = /^[A-Za-z0-9_./:,@+-][A-Za-z0-9_./:,@+=-]*$/;

/**
 * A word for /bin/sh by way of cron, which makes line breaks of bare % signs. Crons differ in what they make of two
 * backslashes, and of one before \%: so none stands before either.
 */
export function cronWord(word: string): string {
  if (PLAIN.test(word)) return word;
  const parts = word.match(/\\|[^\\]+/g) ?? [];
  const quoted = parts.map((part) => `'${part.replaceAll("'", `'"'"'`).replaceAll('%', '\\%')}'`).join('');
  return quoted === '' ? "''" : quoted;
}

/** A crontab without a job's lines; every other byte stays. `null` if the job is not in it. */
export function withoutCronJob(crontab: string, name: string): string | null {
  const place = blockIn(crontab, name);
  return place === null ? null : crontab.slice(0, place.from) + crontab.slice(place.to);
}

/** A crontab with a job's lines at its end, in the place of those it had. */
export function withCronJob(crontab: string, name: string, block: string): string {
  const others = withoutCronJob(crontab, name) ?? crontab;
  return `${others}${others === '' || others.endsWith('\n') ? '' : '\n'}${block}`;
}

/** The jobs of ours in a crontab: name and lines. */
export function cronJobsIn(crontab: string): readonly { readonly name: string; readonly block: string }[] {
  const names = [...crontab.matchAll(/^# begin of mapileak schedule: ([A-Za-z0-9_-]+)$/gm)];
  return names.flatMap(([, name = '']) => {
    const place = blockIn(crontab, name);
    return place === null ? [] : [{ name, block: crontab.slice(place.from, place.to) }];
  });
}

/** Where a job's lines are. A first marker without its last is somebody's edit: nothing is taken away there. */
function blockIn(crontab: string, name: string): { readonly from: number; readonly to: number } | null {
  const from = lineAt(crontab, beginOf(name), 0);
  if (from === null) return null;
  const end = lineAt(crontab, endOf(name), from);
  if (end === null) return null;
  const to = end + endOf(name).length;
  return { from, to: crontab[to] === '\n' ? to + 1 : to };
}

/** The index of a line that is just this text. */
function lineAt(text: string, line: string, from: number): number | null {
  for (let at = text.indexOf(line, from); at !== -1; at = text.indexOf(line, at + 1)) {
    const starts = at === 0 || text[at - 1] === '\n';
    const next = text[at + line.length];
    if (starts && (next === undefined || next === '\n')) return at;
  }
  return null;
}

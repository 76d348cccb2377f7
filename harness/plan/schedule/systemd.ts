import { HarnessError } from '../../contract/errors.ts';
import { clockText, isEveryDay, type Job, markerOf, type Start, type StartTime } from './job.ts';

/** A unit's file name and text. */
export interface Unit {
  readonly file: string;
  readonly text: string;
}

/** How long systemd waits for a run that it stops to keep what it has. */
const STOP_SECONDS = 300;

/** File names of the timers that a job may have. */
export const timersOf = (name: string): readonly string[] => [
  `mapileak-${name}.timer`,
  `mapileak-${name}.resume.timer`,
];
/** File names of every unit that a job may have. */
export const unitsOf = (name: string): readonly string[] =>
  timersOf(name).flatMap((timer) => [timer.replace(/timer$/, 'service'), timer]);

/** A service and a timer for each kind of start. @throws HarnessError USAGE if systemd cannot be told the folder */
export function systemdUnits(job: Job): readonly Unit[] {
  const { atBoot, name, timed } = job;
  const [timer = '', resumeTimer = ''] = timersOf(name);
  return [
    ...(timed === null
      ? []
      : unitsFor(job, timer, timed.start, [`OnCalendar=${calendarOf(timed.at)}`, 'Persistent=true'])),
    ...(atBoot === null ? [] : unitsFor(job, resumeTimer, atBoot, ['OnBootSec=1min'])),
  ];
}

/** A oneshot service that still runs is not started again: no two of them overlap. */
function unitsFor(job: Job, timer: string, start: Start, when: readonly string[]): readonly Unit[] {
  const head = [
    `# ${markerOf(job.name)}`,
    '[Unit]',
    `Description=mapileak ${start.args[1] ?? ''} (${job.name})`,
  ];
  const service = [
    ...head,
    '',
    '[Service]',
    'Type=oneshot',
    `WorkingDirectory=${directoryOf(job.folder)}`,
    `ExecStart=${[systemdProgram(start.program), ...start.args.map(systemdWord)].join(' ')}`,
    'TimeoutStartSec=infinity',
    `TimeoutStopSec=${STOP_SECONDS}`,
  ];
  const times = [...head, '', '[Timer]', ...when, '', '[Install]', 'WantedBy=timers.target'];
  return [
    { file: timer.replace(/timer$/, 'service'), text: `${service.join('\n')}\n` },
    { file: timer, text: `${times.join('\n')}\n` },
  ];
}

function calendarOf(at: StartTime): string {
  const days = isEveryDay(at)
    ? ''
    : `${at.days.map((day) => day[0]?.toUpperCase() + day.slice(1)).join(',')} `;
  return `${days}*-*-* ${clockText(at)}:00`;
}

/** A word of ExecStart= (systemd.service(5), "Command lines"): no specifier and no variable in it. */
export const systemdWord = (word: string): string => systemdProgram(word).replaceAll('$', '$$$$');

/** The program's path, in which variables are not looked for. */
function systemdProgram(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%')}"`;
}

/** WorkingDirectory= is not unquoted: what would be lost at its ends cannot be said. */
function directoryOf(folder: string): string {
  if (/[\s\\]$|^\s|\p{Cc}/u.test(folder)) {
    throw new HarnessError(
      'USAGE',
      `systemd cannot be told the folder ${JSON.stringify(folder)}`,
      'Give the command in a folder whose name ends in neither a blank nor a backslash.',
    );
  }
  return folder.replaceAll('%', '%%');
}

import { HarnessError } from '../../contract/errors.ts';
import {
  clockText,
  isEveryDay,
  type Job,
  markerOf,
  type Start,
  type StartTime,
  type Weekday,
} from './job.ts';
import { windowsCommandLine } from './windows-command-line.ts';

/** A task's name below the folder of ours, and its XML. */
export interface Task {
  /** `\mapileak\nightly`. */
  readonly path: string;
  readonly xml: string;
}

export const TASK_FOLDER = '\\mapileak\\';
/** The tasks that a job may have. */
export const tasksOf = (name: string): readonly string[] => [
  `${TASK_FOLDER}${name}`,
  `${TASK_FOLDER}${name}.resume`,
];

const DAY_ELEMENTS: Readonly<Record<Weekday, string>> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
};

/** Well-known SID of LocalSystem. */
const LOCAL_SYSTEM = 'S-1-5-18';

/**
 * @param user `DOMAIN\user` that the task runs as, unless it is the system's
 * @param firstDay `2026-01-31`: the task starts from then on
 */
export function scheduledTasks(job: Job, user: string, firstDay: string): readonly Task[] {
  const [path = '', resumePath = ''] = tasksOf(job.name);
  return [
    ...(job.timed === null
      ? []
      : [{ path, xml: taskXml(job, job.timed.start, calendarTrigger(job.timed.at, firstDay), user) }]),
    ...(job.atBoot === null ? [] : [{ path: resumePath, xml: taskXml(job, job.atBoot, BOOT_TRIGGER, user) }]),
  ];
}

const BOOT_TRIGGER = `    <BootTrigger>
      <Delay>PT1M</Delay>
    </BootTrigger>
`;

function calendarTrigger(at: StartTime, firstDay: string): string {
  const days = at.days.map((day) => `          <${DAY_ELEMENTS[day]} />\n`).join('');
  const schedule = isEveryDay(at)
    ? `      <ScheduleByDay>
        <DaysInterval>1</DaysInterval>
      </ScheduleByDay>
`
    : `      <ScheduleByWeek>
        <DaysOfWeek>
${days}        </DaysOfWeek>
        <WeeksInterval>1</WeeksInterval>
      </ScheduleByWeek>
`;
  return `    <CalendarTrigger>
      <StartBoundary>${firstDay}T${clockText(at)}:00</StartBoundary>
${schedule}    </CalendarTrigger>
`;
}

/**
 * A task as the Task Scheduler exports one (version 1.2, [MS-TSCH] 2.5): in the order in which it does. It runs whether or not
 * its user is logged on, with no password kept (S4U), at normal priority (5; the default 7 is below) and for as long as it takes.
 */
function taskXml(
  { folder, name, system }: Job,
  { args, program }: Start,
  trigger: string,
  user: string,
): string {
  refuseExpanded([program, folder, ...args]);
  const principal = system
    ? `      <UserId>${LOCAL_SYSTEM}</UserId>\n`
    : `      <UserId>${xmlText(user)}</UserId>\n      <LogonType>S4U</LogonType>\n`;
  return `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>${xmlText(markerOf(name))}</Description>
  </RegistrationInfo>
  <Triggers>
${trigger}  </Triggers>
  <Principals>
    <Principal id="Author">
${principal}      <RunLevel>HighestAvailable</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <Enabled>true</Enabled>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Priority>5</Priority>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>${xmlText(program)}</Command>
      <Arguments>${xmlText(windowsCommandLine(args))}</Arguments>
      <WorkingDirectory>${xmlText(folder)}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
`;
}

/** The Task Scheduler puts variables in, and has no way to write one of these as it is. */
function refuseExpanded(words: readonly string[]): void {
  const expanded = words.find((word) => /%.*%|\$\(Arg/is.test(word));
  if (expanded === undefined) return;
  throw new HarnessError(
    'USAGE',
    `the Task Scheduler would put something else in the place of %...% or $(Arg...) in “${expanded}”`,
    'Use a name without them.',
  );
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const xmlText = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '');

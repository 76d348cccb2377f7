import { test } from 'tap';
import { utf16 } from '../../../../harness/cli/schedule/task-scheduler.ts';
import { scheduledTasks } from '../../../../harness/plan/schedule/task-xml.ts';
import { windowsCommandLine } from '../../../../harness/plan/schedule/windows-command-line.ts';
import fc from '../../../support/seeded-properties.ts';
import { hostileWords, jobOf } from './words.ts';

const SEED = 891509;

/** CommandLineToArgvW behind the program's name, as its documentation counts backslashes. */
function readByWindows(line: string): readonly string[] {
  let quoted = false;
  // Blanks outside quotes become a character that no word has.
  const parted = line.replace(/(\\*)"|\\+|[ \t]+/g, (token, backslashes?: string) => {
    if (backslashes === undefined) return /^\\/.test(token) || quoted ? token : '\n';
    const kept = '\\'.repeat(backslashes.length / 2);
    if (backslashes.length % 2 === 1) return `${kept}"`;
    quoted = !quoted;
    return kept;
  });
  return parted.split('\n');
}

/** Elements by their paths, in the order in which they stand, and texts of the innermost; read by hand, not by what wrote it. */
function elementsOf(xml: string): readonly (readonly [path: string, text: string])[] {
  const found: [string, string][] = [];
  const path: string[] = [];
  for (const [, close, name = '', empty, text = ''] of xml.matchAll(/<(\/?)(\w+)[^>]*?(\/?)>([^<]*)/g)) {
    if (close === '/') path.pop();
    else {
      found.push([[...path, name].join('/'), unescaped(text)]);
      if (empty !== '/') path.push(name);
    }
  }
  return found;
}

const CHARACTERS: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };
const unescaped = (text: string): string =>
  text.replace(/&(\w+);/g, (_, name: string) => CHARACTERS[name] ?? '?');

/** [MS-TSCH] 2.5: the order in which the Task Scheduler exports what we use. */
const ORDER = [
  'Task',
  'Task/RegistrationInfo',
  'Task/RegistrationInfo/Description',
  'Task/Triggers',
  'Task/Triggers/CalendarTrigger',
  'Task/Triggers/CalendarTrigger/StartBoundary',
  'Task/Triggers/CalendarTrigger/ScheduleByWeek',
  'Task/Triggers/CalendarTrigger/ScheduleByWeek/DaysOfWeek',
  'Task/Triggers/CalendarTrigger/ScheduleByWeek/DaysOfWeek/Monday',
  'Task/Triggers/CalendarTrigger/ScheduleByWeek/DaysOfWeek/Friday',
  'Task/Triggers/CalendarTrigger/ScheduleByWeek/WeeksInterval',
  'Task/Principals',
  'Task/Principals/Principal',
  'Task/Principals/Principal/UserId',
  'Task/Principals/Principal/LogonType',
  'Task/Principals/Principal/RunLevel',
  'Task/Settings',
  'Task/Settings/MultipleInstancesPolicy',
  'Task/Settings/DisallowStartIfOnBatteries',
  'Task/Settings/StopIfGoingOnBatteries',
  'Task/Settings/StartWhenAvailable',
  'Task/Settings/Enabled',
  'Task/Settings/ExecutionTimeLimit',
  'Task/Settings/Priority',
  'Task/Actions',
  'Task/Actions/Exec',
  'Task/Actions/Exec/Command',
  'Task/Actions/Exec/Arguments',
  'Task/Actions/Exec/WorkingDirectory',
];

const xmlOf = (args: readonly string[], change = {}): string =>
  scheduledTasks(jobOf(args, change), 'LAB\\O’Neil & Söhne', '2026-01-31')[0]?.xml ?? '';

test('every argument comes through a Windows command line as it was', async () => {
  fc.assert(
    fc.property(hostileWords, (words) => {
      const read = readByWindows(windowsCommandLine(words));
      return read.length === words.length && read.every((word, i) => word === words[i]);
    }),
    { seed: SEED, numRuns: 500 },
  );
});

test('a task has its elements in the order in which the Task Scheduler exports them', async (t) => {
  const elements = elementsOf(xmlOf(['main.js', 'soak']));
  t.same(
    elements.map(([path]) => path),
    ORDER,
  );
  const texts = new Map(elements);
  t.equal(texts.get('Task/Triggers/CalendarTrigger/StartBoundary'), '2026-01-31T22:05:00');
  t.equal(texts.get('Task/Principals/Principal/UserId'), 'LAB\\O’Neil & Söhne');
  t.equal(texts.get('Task/Settings/MultipleInstancesPolicy'), 'IgnoreNew');
});

test('arguments come through the XML as well, but for those that the Task Scheduler would expand', async () => {
  fc.assert(
    fc.property(hostileWords, (words) => {
      const expanded = words.some((word) => /%.*%/s.test(word) || word.includes('$(Arg'));
      try {
        const line = new Map(elementsOf(xmlOf(words))).get('Task/Actions/Exec/Arguments') ?? '';
        return !expanded && readByWindows(line).join('\n') === words.join('\n');
      } catch (error) {
        return expanded && error instanceof Error && error.message.includes('Task Scheduler');
      }
    }),
    { seed: SEED, numRuns: 300 },
  );
});

test('a daily task, one at boot, and one of the system', async (t) => {
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
  const start = { program: 'C:\\node.exe', args: ['main.js'] };
  const daily = xmlOf([], { timed: { at: { hour: 3, minute: 0, days }, start }, system: true });
  t.match(daily, /<ScheduleByDay>\s*<DaysInterval>1<\/DaysInterval>/);
  t.match(daily, /<UserId>S-1-5-18<\/UserId>/);
  t.notMatch(daily, /<LogonType>/);
  const tasks = scheduledTasks(jobOf([], { timed: null, atBoot: start }), 'LAB\\ann', '2026-01-31');
  t.match(tasks, [{ path: '\\mapileak\\nightly.resume', xml: /<BootTrigger>/ }]);
});

test('schtasks gets UTF-16 with a byte order mark, as the XML says of itself', async (t) => {
  const bytes = utf16(xmlOf(['ü']));
  t.same([...bytes.subarray(0, 4)], [0xff, 0xfe, 0x3c, 0x00]);
  t.match(bytes.toString('utf16le'), /^\ufeff<\?xml version="1\.0" encoding="UTF-16"\?>\n<Task /);
});

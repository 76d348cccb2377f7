import { test } from 'tap';
import { systemdUnits, systemdWord, timersOf, unitsOf } from '../../../../harness/plan/schedule/systemd.ts';
import fc from '../../../support/seeded-properties.ts';
import { hostileWords, jobOf } from './words.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\',
  '"': '"',
  "'": "'",
  n: '\n',
  t: '\t',
  s: ' ',
};

/** A command line as systemd.service(5) reads it: C-style escapes in quotes, then specifiers, then variables, all unknown. */
function readBySystemd(line: string): readonly string[] {
  const quoted = /"((?:[^"\\]|\\.)*)"/gs;
  if (/[^ ]/.test(line.replace(quoted, ''))) throw new Error(`not all of it is quoted: ${line}`);
  return [...line.matchAll(quoted)].map(([, text = '']) =>
    text
      .replace(/\\(.)/gs, (_, letter: string) => ESCAPES[letter] ?? '(unknown escape)')
      .replace(/%(.?)/gs, (_, letter: string) => (letter === '%' ? '%' : '(specifier)'))
      .replace(/\$\$|\$\{?\w+\}?/g, (found) => (found === '$$' ? '$' : '(variable)')),
  );
}

test('every argument comes through systemd as it was', async () => {
  fc.assert(
    fc.property(hostileWords, (words) => {
      const read = readBySystemd(words.map(systemdWord).join(' '));
      return read.length === words.length && read.every((word, i) => word === words[i]);
    }),
    { seed: 891509, numRuns: 500 },
  );
});

test('a job is a service that does not overlap itself, and a timer that makes up for what was missed', async (t) => {
  const [service, timer, ...others] = systemdUnits(jobOf(['main.js', 'soak', '$HOME 50%']));
  t.same(others, []);
  t.equal(service?.file, 'mapileak-nightly.service');
  t.match(service?.text, /^# mapileak schedule: nightly\n/);
  t.match(
    service?.text,
    /\nType=oneshot\nWorkingDirectory=\/srv\/soak\nExecStart="\/opt\/node" "main\.js" "soak" "\$\$HOME 50%%"\n/,
  );
  t.match(timer?.text, /\nOnCalendar=Mon,Fri \*-\*-\* 22:05:00\nPersistent=true\n/);
});

test('a start after a reboot has units of its own, whose names no other job can have', async (t) => {
  const atBoot = { program: '/opt/node', args: ['main.js', 'soak', '--resume', 'runs/x'] };
  const units = systemdUnits(jobOf([], { timed: null, atBoot }));
  t.same(
    units.map(({ file }) => file),
    ['mapileak-nightly.resume.service', 'mapileak-nightly.resume.timer'],
  );
  t.match(units[1]?.text, /\nOnBootSec=/);
  t.ok(timersOf('a').every((timer) => unitsOf('a').includes(timer)));
});

test('a folder that systemd would not find is refused', async (t) => {
  t.match(systemdUnits(jobOf([], { folder: '/srv/a b 5%' }))[0]?.text, /\nWorkingDirectory=\/srv\/a b 5%%\n/);
  for (const folder of ['/srv/a ', '/srv/a\\', '/srv/a\nb'])
    t.throws(() => systemdUnits(jobOf([], { folder })), { code: 'USAGE', message: /systemd cannot be told/ });
});

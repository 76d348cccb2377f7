import { test } from 'tap';
import { cautionsFor, requireSchedulable, resumeCommand } from '../../../../harness/plan/schedule/command.ts';
import { parseInstallOptions } from '../../../../harness/plan/schedule/options.ts';

test('a command that holds or asks for a secret is refused', async (t) => {
  for (const args of [
    ['soak', '--password', 'x'],
    ['soak', '--password=x'],
    ['soak', '--stand-in', 'Password=x'],
    ['soak', '--stand-in=Password=x'],
    ['soak', '--standIn', 'Password=x'],
    ['soak', '--standIn=Password=x'],
  ])
    t.throws(() => requireSchedulable(args), { code: 'USAGE', message: /holds a password/ }, args.join(' '));
  for (const option of ['--help', '--version'])
    t.throws(() => requireSchedulable(['soak', option]), { code: 'USAGE', message: /has nothing started/ });
  for (const option of ['--password-prompt', '--passwordPrompt', '--password-prompt=true'])
    t.throws(() => requireSchedulable(['soak', option]), { code: 'USAGE', message: /nobody answers/ });
  requireSchedulable(['soak', '--password-file', 'box.password', '--stand-in', 'InstanceBytes=24']);
});

test('what is no command, never ends, or holds a line break is refused', async (t) => {
  for (const args of [[], ['rm', '-rf'], ['serve'], ['schedule', 'install'], ['--at', '22:00']])
    t.throws(() => requireSchedulable(args), { code: 'USAGE', message: /schedule/ });
  for (const word of ['a\nb', 'a\rb', 'a\0b', '\x1b[1m'])
    t.throws(() => requireSchedulable(['soak', word]), { code: 'USAGE', message: /control character/ });
});

test('what a scheduled start will not find is told', async (t) => {
  t.same(cautionsFor(['soak', '--password-file', 'x'], {}), []);
  t.match(cautionsFor(['soak', '--password-env', 'BOX'], {}), [
    /--password-env BOX: .*variables of this shell/,
  ]);
  t.match(cautionsFor(['soak', '--password-env=BOX', '--out=x'], {}), [/BOX/, /--out names one folder/]);
  t.match(cautionsFor(['soak'], { MAPILEAK_REGISTRY: '/tmp/x' }), [/--registry FILE/]);
  t.same(cautionsFor(['soak', '--registry', 'x'], { MAPILEAK_REGISTRY: '/tmp/x' }), []);
});

test('a soak is resumed in the folder that is named, or that it writes to', async (t) => {
  t.same(resumeCommand('runs/x', [], false), ['soak', '--resume', 'runs/x']);
  t.same(resumeCommand('', ['soak', '--out', 'runs/y'], true), ['soak', '--resume', 'runs/y']);
  t.same(resumeCommand('runs/x', ['soak', '--json'], false), ['soak', '--resume', 'runs/x', '--json']);
  t.throws(() => resumeCommand('', ['soak'], true), { code: 'USAGE', message: /which run/ });
  t.throws(() => resumeCommand('runs/x', ['compare'], true), { code: 'USAGE', message: /not compare/ });
});

test('a reboot cannot find a nightly soak, whose folder has another name each night', async (t) => {
  t.throws(() => resumeCommand('runs/x', ['soak', '--duration', '8h'], true), {
    code: 'USAGE',
    message: /for the scheduled soak in runs\/x, but each of its starts makes a new one/,
    remedy: /Give the soak --out runs\/x/,
  });
  t.throws(() => resumeCommand('runs/x', ['soak', '--out=runs/y'], true), {
    message: /it writes to runs\/y/,
  });
  t.same(resumeCommand('runs/x/', ['soak', '--out', './runs/x'], true), ['soak', '--resume', 'runs/x/']);
  const resumes = ['soak', '--resume', 'runs/x'];
  t.same(resumeCommand('runs/x', resumes, true), resumes, 'each start goes on with that folder');
  t.same(resumeCommand('', resumes, true), resumes);
  t.same(resumeCommand('runs/x', ['soak'], true, 'runs/x'), resumes, 'a --config file may name it');
  t.throws(() => resumeCommand('runs/x', ['soak'], true, 'runs/y'), { message: /it writes to runs\/y/ });
});

test('a soak that is resumed reports where it did before, and finds its password', async (t) => {
  const given = ['--duration', '8h', '--report', 'junit=a.xml', 'tap=b', '--quiet', '--arms', 'off,on'];
  const more = ['--report=csv=c.csv', '--passwordFile', 'p', '--out=runs/y', '--no-control'];
  t.same(resumeCommand('', ['soak', ...given, ...more], true), [
    ...['soak', '--resume', 'runs/y', '--report', 'junit=a.xml', 'tap=b', '--quiet'],
    ...['--report=csv=c.csv', '--passwordFile', 'p'],
  ]);
});

test('times, days and names are checked', async (t) => {
  const parse = (change: object) =>
    parseInstallOptions({ name: 'nightly', days: 'daily', system: false, ...change });
  t.match(parse({ at: '7:05', days: 'fri,MON' }), { at: { hour: 7, minute: 5, days: ['mon', 'fri'] } });
  t.match(parse({ onBoot: '' }), { at: null, onBoot: '' });
  t.equal(parse({ at: '22:00' }).at?.days.length, 7);
  for (const wrong of [{ at: '24:00' }, { at: '22' }, { at: '22:60' }, { at: '22:00', days: 'monday' }, {}])
    t.throws(() => parse(wrong), { code: 'USAGE' });
  for (const name of ['', '-a', 'a b', 'a/b', 'a.b', 'ä', 'x'.repeat(41)])
    t.throws(() => parse({ at: '22:00', name }), { code: 'USAGE', message: /--name/ });
});

import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Test, test } from 'tap';
import { workplace } from '../support/command.ts';
import { temporaryFolder } from '../support/temporary.ts';

const MAIN = fileURLToPath(new URL('../../harness/cli/main.js', import.meta.url));
const LIST = 'a b%c$d"e\\f\'g Zürich.csv';
const COMMAND = ['soak', '--duration', '8h', '--mailboxes', LIST];
const INSTALL = ['schedule', 'install', '--at', '22:00', '--days', 'mon,fri'];
const SPOOL = '/var/spool/cron/crontabs';

/** The file that the command names, without which it could not be scheduled. */
function writeList(folder: string): void {
  writeFileSync(join(folder, LIST), 'mailbox,user\nbox1,user1\nbox2,user2\n');
}

/** Runs a script in which crontab has a spool of its own; null where that cannot be had. */
function withSpool(folder: string, script: string): SpawnSyncReturns<string> | null {
  const mount = `mount --bind "$1" ${SPOOL} && command -v crontab >/dev/null || exit 99\n`;
  const args = ['--mount', 'sh', '-c', `${mount}${script}`, 'sh', folder, process.execPath, MAIN, ...COMMAND];
  const ended = spawnSync('unshare', args, { cwd: folder, encoding: 'utf8' });
  return ended.error !== undefined || ended.status === 99 || /unshare:|mount:/.test(ended.stderr)
    ? null
    : ended;
}

test('a crontab gets its lines and is given back as it was', async (t) => {
  const folder = temporaryFolder(t);
  writeList(folder);
  const other = '# mine\\n\\t5  4 * * 0 echo \\344 100\\\\%%\\n\\n# the end\\n';
  const ended = withSpool(
    folder,
    `node=$2 main=$3; shift 3
printf '${other}' >before; crontab before
"$node" "$main" schedule install --kind cron --at 22:00 --days mon,fri --yes -- "$@" >shown 2>notes || exit 1
crontab -l >during
"$node" "$main" schedule show --kind cron >listed
"$node" "$main" schedule remove --kind cron --name other --yes; echo "other $?"
"$node" "$main" schedule remove --kind cron --yes || exit 2
crontab -l >after
crontab -r; "$node" "$main" schedule install --kind cron --at 22:00 --yes -- "$@" >again && "$node" "$main" schedule remove --kind cron --yes
crontab -l; echo "none $?"`,
  );
  if (ended === null) {
    t.comment('not tested: crontab with a spool of its own wants root, unshare and the package cron');
    return;
  }
  const bytes = (file: string): string => readFileSync(join(folder, file), 'latin1');
  t.match(String(ended.stdout), /^other 2$/m);
  t.match(String(ended.stdout), /none 1/, 'where there was no crontab, there is none again');
  t.equal(bytes('after'), bytes('before'), String(ended.stderr));
  t.ok(bytes('during').startsWith(bytes('before')));
  const block = bytes('during').slice(bytes('before').length);
  t.match(
    block,
    /^# begin of mapileak schedule: nightly\n0 22 \* \* 1,5 cd .* && exec .*\n# end of mapileak schedule: nightly\n$/,
  );
  t.ok(bytes('shown').includes(block), 'what is shown is what is written');
  t.equal(bytes('listed'), bytes('shown'));
});

/** A systemctl that notes what it was asked, since none runs here. */
function noteSystemctl(t: Test, exit = 0) {
  const folder = temporaryFolder(t);
  const asked = join(folder, 'asked');
  const program = join(folder, 'systemctl');
  writeFileSync(
    program,
    `#!/bin/sh\necho "$@" >>'${asked}'\n[ ${exit} = 0 ] || echo 'no bus' >&2\nexit ${exit}\n`,
  );
  chmodSync(program, 0o755);
  const environment = { HOME: folder, XDG_CONFIG_HOME: '', PATH: `${folder}:${process.env['PATH']}` };
  return {
    environment,
    units: join(folder, '.config', 'systemd', 'user'),
    asked: () => (existsSync(asked) ? readFileSync(asked, 'utf8').trimEnd().split('\n') : []),
  };
}

const skip = process.platform === 'win32' && 'there is no systemd';

test('units are written, enabled, shown and taken away, and those of others stay', { skip }, async (t) => {
  const place = workplace(t);
  writeList(place.folder);
  const { asked, environment, units } = noteSystemctl(t);
  mkdirSync(units, { recursive: true });
  writeFileSync(join(units, 'mapileak-mine.service'), '[Unit]\n');
  const on = ['--kind', 'systemd'];
  const boot = [...INSTALL, ...on, '--on-boot', 'runs/week', '--yes', '--', ...COMMAND, '--out', 'runs/week'];
  const installed = await place.mapileak(boot, environment);
  t.equal(installed.code, 0, installed.stderr);
  const files = readdirSync(units).filter((file) => file !== 'mapileak-mine.service');
  t.equal(files.length, 4);
  for (const file of files) t.ok(installed.stdout.includes(readFileSync(join(units, file), 'utf8')), file);
  t.same(asked(), [
    '--user daemon-reload',
    '--user enable --now mapileak-nightly.timer mapileak-nightly.resume.timer',
  ]);
  const verified = spawnSync('systemd-analyze', ['verify', ...files.map((file) => join(units, file))], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
  if (verified.error === undefined) t.same([verified.status, verified.stderr], [0, '']);
  else t.comment('there is no systemd-analyze');
  const shown = await place.mapileak(['schedule', 'show', ...on], environment);
  t.equal(shown.code, 0);
  for (const file of files) t.ok(shown.stdout.includes(`── ${join(units, file)}\n`));
  const removed = await place.mapileak(['schedule', 'remove', ...on, '--yes'], environment);
  t.equal(removed.code, 0, removed.stderr);
  t.same(readdirSync(units), ['mapileak-mine.service']);
  t.match(asked().slice(2), [
    /disable --now mapileak-nightly\.timer mapileak-nightly\.resume\.timer/,
    /daemon-reload/,
  ]);

  const foreign = [...INSTALL, ...on, '--name', 'mine', '--yes', '--', ...COMMAND];
  t.match(await place.mapileak(foreign, environment), {
    code: 4,
    stderr: /was not written by mapileak schedule/,
  });
});

test('nothing is written without consent, and nothing is left of what could not be enabled', {
  skip,
}, async (t) => {
  const place = workplace(t);
  writeList(place.folder);
  const { environment, units } = noteSystemctl(t, 1);
  const install = [...INSTALL, '--kind', 'systemd', '--', ...COMMAND];
  const [, ...options] = install;
  const unasked = await place.mapileak(install, environment);
  t.match(unasked, { code: 2, stdout: /OnCalendar=Mon,Fri/, stderr: /Give --yes/ });
  t.equal(existsSync(units), false);
  const refused = await place.mapileak(['schedule', ...options.toSpliced(1, 0, '--yes')], environment);
  t.match(refused, { code: 4, stderr: /systemctl --user daemon-reload failed \(exit 1\): no bus/ });
  t.same(readdirSync(units), []);
  const without = await place.mapileak([...INSTALL, '--kind', 'cron', '--yes', '--', ...COMMAND], {
    PATH: '/nowhere',
  });
  t.match(without, { code: 4, stderr: /crontab could not be started: there is no such program here/ });
});

const NEVER: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['a soak of no length', ['soak'], /soak could not be started like that: how long is the soak to last/],
  ['a list that is not there', ['compare', '--mailboxes', 'nowhere.csv'], /nowhere\.csv/],
  ['a run folder that is used', ['run', '--out', 'used'], /used cannot be the run folder: it is not empty/],
  ['a wrong key of a --config file', ['run', '--config', 'c.json'], /c\.json, key "cycle"/],
];

test('a command that could never start is not scheduled: its own error, exit 2, and nothing written', {
  skip,
}, async (t) => {
  const place = workplace(t);
  const { asked, environment } = noteSystemctl(t);
  mkdirSync(join(place.folder, 'used'));
  writeFileSync(join(place.folder, 'used', 'mine'), '');
  writeFileSync(join(place.folder, 'c.json'), '{"cycle": 5}');
  const before = readdirSync(place.folder).toSorted();
  const install = [...INSTALL, '--kind', 'systemd', '--yes', '--'];
  const tried = NEVER.map(async ([what, command, stderr]) => {
    const end = await place.mapileak([...install, ...command], environment);
    t.match(end, { code: 2, stdout: '', stderr }, what);
  });
  await Promise.all(tried);
  t.same(readdirSync(place.folder).toSorted(), before);
  t.same(asked(), []);
});

test('after a reboot only a soak that is there can go on', { skip }, async (t) => {
  const place = workplace(t);
  const boot = ['schedule', 'install', '--on-boot', 'runs/week', '--kind', 'systemd', '--yes'];
  const none = await place.mapileak(boot, noteSystemctl(t).environment);
  t.match(none, { code: 2, stderr: /runs\/week\/plan\.json cannot be read/ });
});

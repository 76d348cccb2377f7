import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Test, test } from 'tap';
import { workplace } from '../support/command.ts';
import { temporaryFolder } from '../support/temporary.ts';

const MAIN = fileURLToPath(new URL('../../harness/cli/main.js', import.meta.url));
const COMMAND = ['soak', '--duration', '8h', '--stand-in', 'a b%c$d"e\\f\'g', '--mailboxes', 'Zürich.csv'];
const INSTALL = ['schedule', 'install', '--at', '22:00', '--days', 'mon,fri'];
const SPOOL = '/var/spool/cron/crontabs';

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
  const { asked, environment, units } = noteSystemctl(t);
  mkdirSync(units, { recursive: true });
  writeFileSync(join(units, 'mapileak-mine.service'), '[Unit]\n');
  const on = ['--kind', 'systemd'];
  const boot = [...INSTALL, ...on, '--on-boot', 'runs/week', '--yes', '--', ...COMMAND];
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
  const { environment, units } = noteSystemctl(t, 1);
  const install = [...INSTALL, '--kind', 'systemd', '--', ...COMMAND];
  const [, ...options] = install;
  const unasked = await place.mapileak(install, environment);
  t.match(unasked, { code: 2, stdout: /OnCalendar=Mon,Fri/, stderr: /Give --yes/ });
  t.equal(existsSync(units), false);
  const refused = await place.mapileak(['schedule', ...options.toSpliced(1, 0, '--yes')], environment);
  t.match(refused, { code: 4, stderr: /systemctl --user daemon-reload failed \(exit 1\): no bus/ });
  t.same(readdirSync(units), []);
  const without = await place.mapileak([...INSTALL, '--kind', 'cron', '--yes', '--', 'soak'], {
    PATH: '/nowhere',
  });
  t.match(without, { code: 4, stderr: /crontab could not be started: there is no such program here/ });
});

import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { windowsNode } from '../../packaging/windows-node.ts';
import { eventOf, eventsIn } from '../support/command.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { archsUnderTest, whyNoWine, wine } from '../support/wine.ts';
import { COMPILED_TESTS, dosPath } from './places.ts';

const MAIN = join(COMPILED_TESTS, '..', 'harness', 'cli', 'main.js');
const ENDLESS = ['--cycles', '100000', '--walk-budget', '60', '--no-control', '--quiet'];

for (const arch of archsUnderTest()) {
  const skip = whyNoWine(arch);

  test(`${arch}: Ctrl-C puts the flag back and keeps what was measured: exit 6`, { skip }, async (t) => {
    const folder = temporaryFolder(t);
    const node = await windowsNode(arch);
    const run = join(folder, 'run');
    const [stdout = '', stderr = ''] = ['stdout', 'stderr'].map((name) => join(folder, name));
    const outputs = [stdout, stderr].map((file) => openSync(file, 'w'));
    const args = [node, dosPath(MAIN), 'run', '--arms', 'on', ...ENDLESS, '--out', dosPath(run)];
    const child = spawn('wine', args, { cwd: folder, stdio: ['ignore', ...outputs] });
    outputs.forEach(closeSync);
    t.teardown(() => child.kill('SIGKILL'));
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    const events = { events: () => eventsIn(join(run, 'events.ndjson')) };
    await eventOf(events, 'flag-written');
    await eventOf(events, 'host-started');
    // Wine hands a SIGINT to the program as what Ctrl-C is on Windows.
    spawnSync('pkill', ['-INT', '-f', `cli.main.js run.*${run.replaceAll('/', '.')}`]);
    t.equal(await ended, 6, readFileSync(stderr, 'utf8'));
    t.match(events.events().at(-1), { event: 'run-finished', outcome: 'stopped' });
    t.ok(existsSync(join(run, 'result.json')));
    const flag = await wine([node, dosPath(MAIN), 'flag', 'get'], folder, folder);
    t.equal(flag.code, 0, flag.stderr);
    t.match(flag.stdout, /: absent\b/);
    t.notMatch(flag.stdout, /CleanUpMAPIHeap.*: [01]/);
  });
}

import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { RUN_FILES } from '../../harness/execute/run-folder.ts';
import { workplace } from '../support/command.ts';
import { writeRun } from '../support/run-on-disk.ts';

/** What is wrong, how it is made, what is asked, the exit code, and what is said: file and place. */
type Case = readonly [string, (folder: string) => void, readonly string[], number, RegExp];

const put = (name: string, content: string | Buffer) => (folder: string) =>
  writeFileSync(join(folder, name), content);
const fifo = (name: string) => (folder: string) => {
  rmSync(join(folder, name), { force: true });
  execFileSync('mkfifo', [join(folder, name)]);
};
const rowOf300MiB = (folder: string): void =>
  truncateSync(join(folder, 'run', RUN_FILES.samples), 300 * 2 ** 20);
const deep = `{"schema":${'['.repeat(2 ** 20)}`;

const cases: readonly Case[] = [
  [
    'a pipe for a plan',
    fifo('run/plan.json'),
    ['analyse', 'run'],
    2,
    /plan\.json cannot be read: it is not a regular/,
  ],
  ['a deep plan', put('run/plan.json', deep), ['analyse', 'run'], 2, /plan\.json .*line 1, column 110/],
  [
    'a row without end',
    rowOf300MiB,
    ['report', 'run', '--out', 'x.html'],
    2,
    /samples\.ndjson:\d+ cannot be read/,
  ],
  [
    'a result of UTF-16',
    put('run/result.json', Buffer.from('\ufeff{}', 'utf16le')),
    ['report', 'run', '--out', 'x.html'],
    2,
    /result\.json .*UTF-16/,
  ],
  [
    'steering names',
    put('run/events.ndjson', '{"schema":1,"event":"\\u001b[2J"}\n'),
    ['analyse', 'run'],
    2,
    /events\.ndjson:1 cannot be read/,
  ],
  [
    'options of another command',
    put('c.json', '{"cycles": 5}'),
    ['flag', 'get', '--config', 'c.json'],
    2,
    /c\.json, key "cycles": this command has no such/,
  ],
  [
    'text for a number',
    put('c.json', '{"cycles": "5"}'),
    ['compare', '--config', 'c.json'],
    2,
    /c\.json, key "cycles": it wants a number/,
  ],
  [
    'a number out of range',
    put('c.json', '{"replicates": 0}'),
    ['compare', '--config=c.json'],
    2,
    /--replicates.* from c\.json/,
  ],
  ['no file for options', () => {}, ['compare', '--config'], 2, /config/],
  ['a pipe for a DLL', fifo('a.dll'), ['doctor', '--file', 'a.dll'], 4, /a\.dll: it is not a regular file/],
  [
    'a pipe for a scenario',
    fifo('s.mjs'),
    ['compare', '--scenario', './s.mjs'],
    2,
    /s\.mjs cannot be used: it is not/,
  ],
  [
    'a spoilt registry',
    put('reg.txt', 'x'),
    ['flag', 'get', '--registry', 'reg.txt'],
    4,
    /CORRUPT.*reg\.txt/,
  ],
  [
    'a spoilt map',
    put('m.json', '{"schema":1,}'),
    ['bundle', 'run', '--map', 'm.json'],
    2,
    /m\.json .*line 1, column 13/,
  ],
];

test('bad input ends with the exit code of the table, its file and place, and no stack trace', async (t) => {
  const place = workplace(t);
  for (const [what, spoil, args, code, message] of cases) {
    rmSync(join(place.folder, 'run'), { recursive: true, force: true });
    mkdirSync(join(place.folder, 'run'));
    writeRun(join(place.folder, 'run'));
    spoil(place.folder);
    const end = await place.mapileak(args);
    const said = end.stdout + end.stderr;
    t.equal(end.code, code, `${what}: exit code`);
    t.match(said, message, what);
    t.notMatch(said, /^\s+at /m, `${what}: no stack trace`);
    t.notOk(said.includes(`${String.fromCharCode(27)}[2J`), `${what}: nothing that steers a terminal`);
  }
});

import { PassThrough } from 'node:stream';
import { WriteStream } from 'node:tty';
import { test } from 'tap';
import { progressText } from '../../../harness/cli/progress.ts';
import { screenOf } from '../../../harness/cli/terminal.ts';
import type { StageProgress } from '../../../harness/execute/stage.ts';

/** A stream that says it is a terminal of so many columns. */
function terminal(columns: number): WriteStream {
  return Object.assign(Object.create(WriteStream.prototype), new PassThrough(), { isTTY: true, columns });
}

test('a terminal whose size nobody has set is as wide as a pipe', async (t) => {
  t.equal(screenOf(terminal(0), {}).width, 100);
  t.equal(screenOf(terminal(0), { COLUMNS: '60' }).width, 60);
  t.equal(screenOf(terminal(72), { COLUMNS: '60' }).width, 72);
});

test('colours are left out where they are not wanted', async (t) => {
  t.equal(screenOf(terminal(80), {}).colour, true);
  t.equal(screenOf(terminal(80), { NO_COLOR: '1' }).colour, false);
  t.equal(screenOf(terminal(80), { TERM: 'dumb' }).colour, false);
});

const PROGRESS: StageProgress = {
  arms: ['off', 'on'],
  hosts: 8,
  phase: 'sweep',
  cycles: 384,
  look: 512,
  elapsedMs: 2000,
  cyclesOfAll: 4000,
  heaps: 1386,
  done: null,
};

test('progress says which arms, how far to the next look and how fast, but no time it cannot know', async (t) => {
  t.equal(
    progressText(PROGRESS, 1000),
    'off, on (8 hosts)  384 of 512 cycles each  2,000 cycles/s  1,386 heaps',
  );
  t.equal(progressText({ ...PROGRESS, cycles: 0 }, 1000).includes('cycles/s'), false);
});

test('where the length is known, progress says how long still', async (t) => {
  const text = progressText({ ...PROGRESS, look: null, hosts: 1, done: 0.25 }, 1000);
  t.match(text, /^off, on \(1 host\) {2}384 cycles each .* {2}about 3(?:\.0)? s left$/);
  t.notMatch(progressText({ ...PROGRESS, done: 0.02 }, 1000), / left/, 'too early to tell');
});

test('progress says what a host does that no longer sweeps', async (t) => {
  t.match(progressText({ ...PROGRESS, phase: 'census' }, 1000), /counting blocks by size/);
  t.match(progressText({ ...PROGRESS, phase: 'hammer' }, 1000), /the same mailbox/);
  t.match(progressText({ ...PROGRESS, phase: 'idle' }, 1000), /at rest/);
});

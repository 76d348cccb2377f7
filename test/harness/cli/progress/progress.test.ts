import { EventEmitter } from 'node:events';
import { test } from 'tap';
import { fitLine, wholeLine } from '../../../../harness/cli/progress/fit-line.ts';
import { ProgressLine } from '../../../../harness/cli/progress/progress.ts';
import { progressParts, type Told } from '../../../../harness/cli/progress/text.ts';
import { isLive, screenOf } from '../../../../harness/cli/terminal.ts';
import type { StageProgress } from '../../../../harness/execute/stage-progress.ts';

/** A terminal of so many columns, and what was written to it since it was last asked. */
class FakeTerminal extends EventEmitter {
  readonly isTTY = true;
  columns: number;
  private text = '';

  constructor(columns: number) {
    super();
    this.columns = columns;
  }

  write(text: string): void {
    this.text += text;
  }

  written(): string {
    const { text } = this;
    this.text = '';
    return text;
  }
}
const terminal = (columns: number): FakeTerminal => new FakeTerminal(columns);

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

test('a terminal that cannot go back in a line gets plain lines', async (t) => {
  t.equal(isLive(terminal(80), {}), true);
  t.equal(isLive(terminal(80), { TERM: 'dumb' }), false);
});

const PROGRESS: StageProgress = {
  arms: ['off', 'on'],
  hosts: 8,
  replicate: 'on-2',
  position: 16,
  replicates: 16,
  phase: 'sweep',
  cycles: 384,
  look: 512,
  elapsedMs: 2000,
  cyclesOfAll: 4000,
  heaps: 1386,
  done: null,
  round: null,
  cyclesLeftAtMost: null,
};

const SLOPES: Told['slopes'] = [
  {
    arm: 'control',
    resource: 'heapBytes',
    perCycle: { estimate: 0, low: -0.5, high: 0.5, confidence: 0.95 },
  },
  {
    arm: 'off',
    resource: 'heapBytes',
    perCycle: { estimate: 4096, low: 4090, high: 4102, confidence: 0.95 },
  },
  { arm: 'on', resource: 'heapBytes', perCycle: { estimate: 0, low: -3, high: 3, confidence: 0.95 } },
];

function told(progress: Partial<StageProgress> = {}, more: Partial<Told> = {}): Told {
  return { progress: { ...PROGRESS, ...progress }, slopes: [], runElapsedMs: 3000, silentMs: 0, ...more };
}
const whole = (progress: Partial<StageProgress> = {}, more: Partial<Told> = {}): string =>
  wholeLine(progressParts(told(progress, more)));

test('progress says which arms, how far to the next look and how fast, but no time it cannot know', async (t) => {
  t.equal(whole(), 'off, on (8 replicates)  384 of 512 cycles each  2,000 cycles/s  1,386 heaps');
  t.notMatch(whole({ cycles: 0 }), /cycles\/s/);
});

test('where one replicate follows the other, progress says which it is', async (t) => {
  const one = { hosts: 1, replicate: 'off-2', position: 3 };
  t.match(whole(one), /^off-2 \(replicate 3 of 16\) {2}384 of 512 cycles {2}/);
});

test('the current slopes stand there with their intervals, the arms under test first', async (t) => {
  t.match(
    whole({}, { slopes: SLOPES }),
    / {2}off 4,096\.0 bytes \[4,090\.0, 4,102\.0\], on 0 bytes \[-3\.0, 3\.0\], control 0 bytes \[-0\.50, 0\.50\] per logon {2}/,
  );
});

test('where the length is known, progress says how long still, and how long at most where it is not', async (t) => {
  t.match(whole({ done: 0.25 }), / {2}about 9 s left$/);
  t.notMatch(whole({ done: 0.02 }), / left/, 'too early to tell');
  t.notMatch(whole({ done: 1 }), / left/, 'nothing is left');
  t.match(whole({ cyclesLeftAtMost: 150_000 }), / {2}at most about 1 min 15 s left$/);
  t.notMatch(whole({ cyclesLeftAtMost: 1_000_000 }), / left/, 'too early to tell');
});

test('progress says what a host does that no longer sweeps', async (t) => {
  t.match(whole({ phase: 'census' }), /counting blocks by size/);
  t.match(whole({ phase: 'hammer' }), /the same mailbox/);
  t.match(whole({ phase: 'idle' }), /at rest/);
});

test('a host that says nothing for long is told of', async (t) => {
  t.match(whole({}, { silentMs: 34_000 }), / {2}last sample 34 s ago$/);
});

test('on a narrow screen the least important things go first, words before figures, and nothing is cut in its middle', async (t) => {
  const parts = progressParts(told({ done: 0.25 }, { slopes: SLOPES }));
  const lines = [200, 150, 115, 100, 78, 64, 45, 20, 12, 4].map((columns) => fitLine(parts, columns));
  const who = 'off, on (8 replicates)  384 of 512 cycles each';
  t.same(lines, [
    `${who}  off 4,096.0 bytes [4,090.0, 4,102.0], on 0 bytes [-3.0, 3.0], control 0 bytes [-0.50, 0.50] per logon  2,000 cycles/s  1,386 heaps  about 9 s left`,
    `${who}  off 4,096.0 bytes [4,090.0, 4,102.0], on 0 bytes [-3.0, 3.0] per logon  about 9 s left`,
    'off, on (8 replicates)  384/512  off 4,096.0 bytes [4,090.0, 4,102.0], on 0 bytes [-3.0, 3.0] per logon  9 s left',
    'off, on  384/512  off 4,096.0 bytes [4,090.0, 4,102.0], on 0 bytes [-3.0, 3.0] per logon  9 s left',
    'off, on  384/512  off 4,096.0 bytes [4,090.0, 4,102.0] per logon  9 s left',
    'off, on  384/512  off 4,096.0 bytes [4,090.0, 4,102.0]  9 s left',
    'off, on  384/512  9 s left',
    'off, on  384/512',
    'off, on',
    'off,',
  ]);
});

test('every screen is respected', async (t) => {
  const parts = progressParts(told({ done: 0.25 }, { slopes: SLOPES, silentMs: 50_000 }));
  for (let columns = 0; columns <= 230; columns++) {
    if (fitLine(parts, columns).length > columns) t.fail(`${columns} columns`);
  }
});

test('a line that is rewritten fits the terminal as wide as it is now, and is gone in the end', async (t) => {
  const screen = terminal(120);
  const line = new ProgressLine(screen, {}, { plainIntervalMs: 60_000, slopes: () => SLOPES });
  t.teardown(() => line.close());
  t.equal(screen.written(), '\r\u001b[2Kstarting a session host');
  await new Promise((resolve) => setTimeout(resolve, 120));
  line.show(PROGRESS);
  t.equal(
    screen.written(),
    '\r\u001b[2Koff, on (8 replicates)  384 of 512 cycles each  off 4,096.0 bytes [4,090.0, 4,102.0], on 0 bytes [-3.0, 3.0] per logon',
  );
  screen.columns = 30;
  screen.emit('resize');
  t.equal(screen.written(), '\r\u001b[2Koff, on  384/512');
  line.close();
  t.equal(screen.written(), '\r\u001b[2K');
  screen.emit('resize');
  t.equal(screen.written(), '', 'and nothing comes after it');
});

test('what is left of a run that goes on is reckoned with the time before it was cut off', async (t) => {
  const screen = terminal(200);
  const options = { plainIntervalMs: 60_000, beforeMs: 7 * 86_400_000, slopes: () => [] };
  const line = new ProgressLine(screen, {}, options);
  t.teardown(() => line.close());
  screen.written();
  await new Promise((resolve) => setTimeout(resolve, 120));
  line.show({ ...PROGRESS, round: 12, done: 0.5 });
  t.match(screen.written(), /about 168 h|about 7 d/);
});

test('where a soak rests no line is written, until a host has told something again', async (t) => {
  const screen = terminal(80);
  const line = new ProgressLine(screen, { TERM: 'dumb' }, { plainIntervalMs: 5, slopes: () => [] });
  t.teardown(() => line.close());
  line.rest();
  screen.written();
  await new Promise((resolve) => setTimeout(resolve, 60));
  t.equal(screen.written(), '');
  line.show(PROGRESS);
  t.match(screen.written(), /384 of 512/);
});

test('a narrow line of a soak keeps its round before its arms', async (t) => {
  const parts = progressParts(told({ round: 12, done: null }));
  t.match(fitLine(parts, 20), /^round 12 {2}384\/512/);
});

test('slopes are asked for between two blocks, and not all the time', async (t) => {
  let asked = 0;
  const slopes = (): Told['slopes'] => {
    asked += 1;
    return SLOPES;
  };
  const line = new ProgressLine(terminal(120), {}, { plainIntervalMs: 60_000, slopes });
  t.teardown(() => line.close());
  await new Promise((resolve) => setTimeout(resolve, 120));
  for (let block = 0; block < 1000; block++) line.show(PROGRESS);
  t.equal(asked, 1);
});

import { appendFileSync, readdirSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import type { Plan } from '../../../../harness/contract/plan.ts';
import type { Listener } from '../../../../harness/serve/live/channel.ts';
import { JudgeThread } from '../../../../harness/serve/live/judge.ts';
import { LiveRun } from '../../../../harness/serve/live/live-run.ts';
import type { LiveState } from '../../../../harness/serve/live/message.ts';
import { makeResult } from '../../../reports/fixtures.ts';
import { type AttachedShape, writeAttachedRun } from '../../../support/attached-run.ts';
import { NO_PROCESS, type OnDisk, writeRun } from '../../../support/run-on-disk.ts';
import { temporaryFolder } from '../../../support/temporary.ts';
import { sampleAt } from '../../analyse/make-run.ts';

/** Keeps what was said, and lets a test wait for a word of it. */
class Page implements Listener {
  readonly writableLength = 0;
  isOver = false;
  said = '';

  write(text: string): void {
    this.said += text;
  }

  end(): void {
    this.isOver = true;
  }

  destroy(): void {
    this.isOver = true;
  }

  async until(isSo: () => boolean): Promise<void> {
    for (let attempt = 0; attempt < 400 && !isSo(); attempt++)
      await new Promise((resolve) => setTimeout(resolve, 25));
    if (!isSo()) throw new Error(`not said in 10 s: ${this.said.slice(-2000)}`);
  }
}

const open = (t: Test, on: OnDisk) => opened(t, (folder) => writeRun(folder, undefined, on));

/** @param agoMs its rows were written so long ago */
const watching = (t: Test, shape: AttachedShape, agoMs = 0) =>
  opened(t, (folder) => {
    const plan = writeAttachedRun(folder, shape);
    const then = new Date(Date.now() - agoMs);
    for (const name of readdirSync(folder)) utimesSync(join(folder, name), then, then);
    return plan;
  });

async function opened(t: Test, write: (folder: string) => Plan) {
  const folder = join(realpathSync(temporaryFolder(t)), 'run');
  const thread = new JudgeThread();
  const run = new LiveRun(folder, write(folder), thread.judge);
  t.teardown(() => {
    run.close();
    thread.close();
  });

  await run.ready;
  return { folder, run };
}

const cell = ({ cells }: LiveState, name: string): string => cells[name] ?? 'no such cell';

test('a page that comes when its run was let go is sent away, to come again, and does not wait for ever', async (t) => {
  const { run } = await open(t, { pid: process.pid });
  run.close();
  const page = new Page();
  run.join(page, undefined);
  t.ok(page.isOver);
  t.equal(run.listeners, 0);
});

test('a run that goes on is told as it stands, with growth and its interval', async (t) => {
  const { run } = await open(t, { pid: process.pid });
  const page = new Page();
  run.join(page, undefined);
  await page.until(() => page.said.includes('"off.heapBytes":"4,096.0 bytes"'));
  const state = run.state();
  t.ok(state.isLive);
  t.equal(cell(state, 'status'), 'running');
  t.equal(cell(state, 'off.cycles'), '100 each');
  t.equal(cell(state, 'off.heapBytes'), '4,096.0 bytes');
  t.match(cell(state, 'off.heapBytes.interval'), /^\[4,09\d/);
  t.equal(cell(state, 'on.heapBytes'), '0 bytes');
  t.match(state.announcement, /^Running|starting/);
  t.match(state.parts, ['live', 'so-far']);
  t.same(
    run.charts().map(({ resource, series }) => [resource, series.length]),
    [
      ['heapBytes', 8],
      ['heaps', 8],
    ],
  );
});

test('rows that come are told to every page; one that is torn when it has its rest', async (t) => {
  const { folder, run } = await open(t, { pid: process.pid });
  const pages = [new Page(), new Page()];
  for (const page of pages) run.join(page, undefined);
  const row = JSON.stringify(sampleAt('off-1', 'off', 110, { heapBytes: 1_450_560, heaps: 115 }));
  appendFileSync(join(folder, 'samples.ndjson'), row.slice(0, 40));
  appendFileSync(join(folder, 'samples.ndjson'), `${row.slice(40)}\n`);
  for (const page of pages) {
    await page.until(() => page.said.includes('"cycles":[110],"growth":[450560]'));
    await page.until(() => page.said.includes('100 to 110'));
  }
  t.equal(run.view().passedOver, 0);
});

test('when the run ends its pages are told its verdict, and let go', async (t) => {
  const { folder, run } = await open(t, { pid: process.pid });
  const page = new Page();
  run.join(page, undefined);
  const end = {
    schema: 1,
    at: '2026-01-01T01:00:00.000Z',
    elapsedMs: 3_600_000,
    event: 'run-finished',
    outcome: 'complete',
  };
  appendFileSync(join(folder, 'events.ndjson'), `${JSON.stringify(end)}\n`);
  await page.until(() => page.said.includes('measured, being judged'));
  t.notOk(page.isOver, 'the result is yet to come');
  writeFileSync(join(folder, 'result.json'), JSON.stringify(makeResult()));
  writeFileSync(join(folder, 'report.html'), '<!DOCTYPE html>');
  await page.until(() => page.isOver);
  t.match(page.said, /event: end\n/);
  const state = run.state();
  t.notOk(state.isLive);
  t.equal(cell(state, 'status'), 'finished');
  t.equal(cell(state, 'verdict'), 'Fixed');
  t.same(state.parts, ['over', 'report', 'result']);
  const late = new Page();
  run.join(late, undefined);
  t.ok(late.isOver, 'who comes later is told the same, and need not wait');
  t.match(late.said, /event: charts\n[\s\S]*event: state\n[\s\S]*event: end\n/);
});

test('a run that was killed is not finished: judged from what is there, and followed no more', async (t) => {
  const { run } = await open(t, { pid: NO_PROCESS, agoMs: 60_000 });
  const page = new Page();
  run.join(page, undefined);
  await page.until(() => page.isOver);
  const state = run.state();
  t.equal(cell(state, 'status'), 'not finished');
  t.match(cell(state, 'note'), /No row was written for 1 min .* never said that it ended/);
  t.equal(cell(state, 'off.heapBytes'), '4,096.0 bytes');
  t.match(state.parts, ['over', 'partial', 'note']);
});

test('a run folder that is taken away ends quietly', async (t) => {
  const { folder, run } = await open(t, { pid: process.pid });
  const page = new Page();
  run.join(page, undefined);
  rmSync(folder, { recursive: true });
  await page.until(() => page.isOver);
  t.equal(cell(run.state(), 'status'), 'not finished');
});

test('rows of a later version are passed over, and counted', async (t) => {
  const { folder, run } = await open(t, { pid: process.pid });
  const page = new Page();
  run.join(page, undefined);
  appendFileSync(join(folder, 'events.ndjson'), '{"schema":9,"event":"dreamt"}\nno JSON\n');
  await page.until(() => run.view().passedOver === 2);
  await page.until(() => page.said.includes('2 rows could not be read'));
  t.notOk(page.isOver);
});

test('a program that is watched is told as seen from outside, per what a cycle is', async (t) => {
  const { run } = await watching(t, { pid: process.pid, isFinished: false });
  const page = new Page();
  run.join(page, undefined);
  await page.until(() => page.said.includes('"absent.privateBytes":"8,192 bytes"'));
  const state = run.state();
  t.match(state.announcement, /absent: 400 cycles, 8,192 bytes per second so far/);
  t.equal(cell(state, 'hosts'), '1 process watched');
  t.equal(cell(state, 'phase'), 'watching from outside');
  t.equal(cell(state, 'left'), 'until it ends, or its watching does');
  t.equal(cell(state, 'absent.handles'), '0');
  t.notMatch(JSON.stringify(state), /logon/);
});

test('who watches no more watches no more, whether or not the program lives on', async (t) => {
  const { run } = await watching(t, { pid: NO_PROCESS, watchedPid: process.pid, isFinished: false }, 60_000);
  t.equal(cell(run.state(), 'status'), 'not finished');
});

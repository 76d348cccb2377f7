import { test } from 'tap';
import type { ArmName } from '../../../harness/contract/arms.ts';
import type { Ruling } from '../../../harness/contract/looks.ts';
import type { Referee } from '../../../harness/contract/referee.ts';
import { campaign, heapRate } from '../../support/campaign.ts';

const PLAIN = { selfTest: false, dither: false };
const SHORT = { ...PLAIN, cycles: 60, block: 20 };

/** Rules by a table of looks, and remembers what it was asked and told. */
function refereeOf(table: Readonly<Record<number, Partial<Record<ArmName, Ruling>>>>) {
  const asked: (readonly [number, readonly ArmName[], boolean])[] = [];
  const heard = { samples: 0, events: 0 };
  const referee: Referee = {
    add: () => {
      heard.samples += 1;
    },
    addEvent: () => {
      heard.events += 1;
    },
    rule(look, arms, isLast) {
      asked.push([look, arms, isLast]);
      const ruled = table[look] ?? {};
      return new Map(arms.flatMap((arm) => (ruled[arm] === undefined ? [] : [[arm, ruled[arm]]])));
    },
  };
  return { referee, asked, heard };
}

test('hosts live side by side, and each round visits all of them in an order of the seed', async (t) => {
  const { events, outcome, samples } = await campaign(t, SHORT);
  t.same(outcome, { outcome: 'complete' });
  const kinds = events.map(({ event }) => event);
  t.ok(kinds.lastIndexOf('host-started') < kinds.indexOf('host-finished'), 'all live before one ends');
  const rounds = [20, 40, 60].map((cycle) =>
    samples.filter((sample) => sample.cycle === cycle).map(({ replicate }) => replicate),
  );
  t.same(
    samples.filter(({ cycle }) => cycle > 0).map(({ replicate }) => replicate),
    rounds.flat(),
    'no host is a round ahead',
  );
  for (const round of rounds) t.same(new Set(round), new Set(['off-1', 'off-2', 'on-1', 'on-2']));
  const again = await campaign(t, SHORT);
  t.same(
    again.samples.map(({ replicate }) => replicate),
    samples.map(({ replicate }) => replicate),
  );
  const other = await campaign(t, { ...SHORT, seed: 3 });
  t.notSame(
    other.samples.map(({ replicate }) => replicate),
    samples.map(({ replicate }) => replicate),
  );
});

for (const readFlagAt of [0, 1]) {
  test(`each host finds its own arm’s flag, with ReadFlagAt=${readFlagAt}`, async (t) => {
    const { samples } = await campaign(t, { ...SHORT, standIn: [`ReadFlagAt=${readFlagAt}`] });
    // The first logon makes what stays in any case.
    const later = samples.filter(({ cycle }) => cycle >= 20);
    for (const replicate of ['off-1', 'off-2']) t.equal(heapRate(later, replicate), 4096, replicate);
    for (const replicate of ['on-1', 'on-2']) t.equal(heapRate(later, replicate), 0, replicate);
  });
}

test('one host after the other still works, each with its own arm’s flag', async (t) => {
  const { events, outcome, samples } = await campaign(t, { ...SHORT, sequential: true });
  t.same(outcome, { outcome: 'complete' });
  const hosts = events.flatMap(({ event }) => (/^host-/.test(event) ? [event] : []));
  t.same(hosts, Array.from({ length: 4 }, () => ['host-started', 'host-finished']).flat());
  const later = samples.filter(({ cycle }) => cycle >= 20);
  t.same(
    ['off-1', 'off-2', 'on-1', 'on-2'].map((replicate) => heapRate(later, replicate)),
    [4096, 4096, 0, 0],
  );
});

test('an arm ends at the look at which the referee stops it, and the others go on', async (t) => {
  const { referee, asked, heard } = refereeOf({ 16: { off: 'stop' }, 32: { on: 'stop' } });
  const { events, samples } = await campaign(t, { ...PLAIN, maxCycles: 512 }, referee);
  t.same(asked, [
    [8, ['off', 'on'], false],
    [16, ['off', 'on'], false],
    [32, ['on'], false],
  ]);
  const cycles = events.flatMap((row) => (row.event === 'host-finished' ? [[row.arm, row.cycles]] : []));
  t.same(cycles, [
    ['off', 16],
    ['off', 16],
    ['on', 32],
    ['on', 32],
  ]);
  const looks = events.flatMap((row) => (row.event === 'look' ? [[row.look, row.arm, row.ruling]] : []));
  t.same(looks, [
    [8, 'off', 'go-on'],
    [8, 'on', 'go-on'],
    [16, 'off', 'stop'],
    [16, 'on', 'go-on'],
    [32, 'on', 'stop'],
  ]);
  t.equal(heard.events, events.length, 'it is told every row');
  t.ok(heard.samples >= samples.length);
});

test('a fixed length has one look, at its end', async (t) => {
  const { referee, asked } = refereeOf({});
  const { samples } = await campaign(t, SHORT, referee);
  t.same(asked, [[60, ['off', 'on'], true]]);
  t.ok(samples.every(({ phase }) => phase === 'sweep'));
});

test('dither is the replicate’s own, and on record', async (t) => {
  const { events, samples } = await campaign(t, { ...SHORT, dither: true });
  const started = events.flatMap((row) => (row.event === 'host-started' ? [row] : []));
  t.equal(new Set(started.map(({ ballastBytes }) => ballastBytes)).size, 4);
  t.ok(started.some(({ discardedCycles = 0 }) => discardedCycles > 0));
  t.same(
    samples.filter(({ replicate }) => replicate === 'off-1').map(({ cycle }) => cycle),
    [0, 20, 40, 60],
    'cycles that are thrown away do not count',
  );
  const base = (replicate: string) =>
    samples.find((each) => each.replicate === replicate && each.cycle === 0)?.readings.heapBytes ?? 0;
  const ballast = (replicate: string) =>
    started.find((each) => each.replicate === replicate)?.ballastBytes ?? Number.NaN;
  const difference = base('on-1') - base('on-2') - (ballast('on-1') - ballast('on-2'));
  t.ok(Math.abs(difference) <= 4096, `ballast is in the process heap before the first sample: ${difference}`);
});

test('the self-test runs first, and its planted leak is twice the margin to the byte', async (t) => {
  const { events, samples } = await campaign(t, { ...SHORT, control: true, selfTest: true, dither: true });
  const ended = events.flatMap((row) => (row.event === 'host-finished' ? [row.arm] : []));
  t.same(new Set(ended.slice(0, 4)), new Set(['planted', 'control']));
  t.same(new Set(ended.slice(4)), new Set(['off', 'on']));
  const firstOff = events.findIndex((row) => row.event === 'host-started' && row.arm === 'off');
  const lastControl = events.findLastIndex((row) => row.event === 'host-finished' && row.arm === 'control');
  t.ok(lastControl < firstOff, 'nothing of MAPI is measured before');
  for (const replicate of ['planted-1', 'planted-2']) t.equal(heapRate(samples, replicate), 128, replicate);
  for (const replicate of ['control-1', 'control-2']) t.equal(heapRate(samples, replicate), 0, replicate);
});

test('an arm that is to be explained goes through the phases, and no other does', async (t) => {
  const { referee } = refereeOf({ 32: { off: 'explain', on: 'stop' } });
  const { events, outcome, samples } = await campaign(t, { ...PLAIN, maxCycles: 512 }, referee);
  t.same(outcome, { outcome: 'complete' });
  t.ok(samples.filter(({ arm }) => arm === 'on').every(({ phase }) => phase === 'sweep'));
  for (const replicate of ['off-1', 'off-2']) {
    const of = (phase: string) =>
      samples.filter((each) => each.replicate === replicate && each.phase === phase);
    t.same(
      of('census').map(({ cycle }) => cycle),
      [32, 39, 50, 57, 68],
    );
    t.same(
      of('hammer').map(({ cycle }) => cycle),
      [68, 73, 78, 83, 88, 93, 98, 103, 108],
    );
    t.same(
      of('idle').map(({ cycle }) => cycle),
      [108, 108],
    );
    const [before, after] = of('idle');
    t.ok((after?.elapsedMs ?? 0) - (before?.elapsedMs ?? 0) >= 2000, 'it rests');
    t.ok(of('census').every(({ walk }) => walk.covered === 'all' && walk.census !== undefined));
    t.ok([...of('hammer'), ...of('idle')].every(({ walk }) => walk.covered === 'all'));
  }
  const cycles = events.flatMap((row) => (row.event === 'host-finished' ? [row.cycles] : []));
  t.same(cycles, [32, 32, 32, 32], 'what is finished is the sweep');
});

test('a scenario that repeats one mailbox is not hammered with it again', async (t) => {
  const { referee } = refereeOf({ 60: { off: 'explain' } });
  const options = { ...SHORT, scenario: 'same-mailbox', arms: 'off', replicates: 1 };
  const { samples } = await campaign(t, options, referee);
  t.same([...new Set(samples.map(({ phase }) => phase))], ['sweep', 'census', 'idle']);
});

import { test } from 'tap';
import {
  begunNote,
  goingOnNote,
  howToResume,
  overLimitNote,
  quietHoursNote,
  shortRoundsNote,
} from '../../../harness/cli/notes.ts';

test('a soak that waits says until when', async (t) => {
  t.equal(
    quietHoursNote({ fromMinute: 1320, toMinute: 365 }),
    'Waiting for the end of the quiet hours, at 06:05.',
  );
});

test('a soak that was stopped says how it goes on, in words that a shell takes', async (t) => {
  t.match(howToResume('runs/a-b_1'), / --resume runs.a-b_1$/);
  t.match(howToResume('my runs/a'), / --resume "my runs.a"$/);
});

test('a soak that begins says where, and how it would go on', async (t) => {
  t.match(begunNote('runs/a'), /^Run folder: runs.a\. .*: mapileak soak --resume runs.a$/);
});

test('a soak that can come to no verdict is told what would do', async (t) => {
  t.match(shortRoundsNote(100, 500), /100 logons .*--replicate-cycles 500 or more\.$/);
});

test('a soak that goes on says from where', async (t) => {
  t.equal(goingOnNote({ startedRound: 12, cycles: 48_000 }), 'Going on after round 12 and 48,000 logons.');
  t.match(goingOnNote({ startedRound: 0, cycles: 0 }), /no round/);
});

test('a process that is over its limit by less than is shown is not said to hold just that limit', async (t) => {
  const note = (privateBytes: number) =>
    overLimitNote('off-1', { cycles: 1, privateBytes, limitBytes: 2 ** 30 });
  t.match(note(2 ** 30 + 1), /private bytes just over the limit of 1.00 GiB\.$|just over the limit of /);
  t.match(note(2 ** 31), /private bytes 2\S* GiB, over the limit of 1/);
});

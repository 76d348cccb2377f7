import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { environmentSchema } from '../../harness/contract/environment.ts';
import { planSchema } from '../../harness/contract/plan.ts';
import { dword } from '../../native-bindings/windows/registry-values.ts';
import { eventOf, QUICK, resultOf, workplace } from '../support/command.ts';
import { parseRegFile } from '../support/parse-reg-file.ts';

const SHORT = ['--cycles', '400', '--block', '20', '--replicates', '2', '--mailbox-count', '20', ...QUICK];
const EVERYWHERE = ['--flag-view', 'both', '--flag-key', 'both'];

test('a run writes the flag in each place that was asked for, and says so everywhere', async (t) => {
  const place = workplace(t);
  await place.mapileak(['flag', 'set', '1']);
  const before = readFileSync(place.registry, 'utf8');
  const end = await place.mapileak(['compare', ...SHORT, ...EVERYWHERE, '--out', place.run, '--json']);
  t.equal(resultOf(end).complete, true, end.stderr);
  t.equal(readFileSync(place.registry, 'utf8'), before, 'and puts it back');

  const inRun = (name: string) => readFileSync(join(place.run, name), 'utf8');
  t.same(planSchema.parse(JSON.parse(inRun('plan.json'))).flagPlaces, { view: 'both', key: 'both' });
  const { flagBefore } = environmentSchema.parse(JSON.parse(inRun('environment.json')));
  t.same(
    flagBefore.map(({ view, key, value }) => `${view} ${key.split('\\').at(-1)} ${value}`),
    [
      '64-bit Applications 1',
      '32-bit Applications null',
      '64-bit node null',
      '32-bit node null',
      '64-bit Windows Messaging Subsystem null',
      '32-bit Windows Messaging Subsystem null',
    ],
  );
  const written = await eventOf(place, 'flag-written');
  const readBack = Array.isArray(written.readBack) ? written.readBack : [];
  t.equal(readBack.length, 4);
  t.ok(readBack.every(({ value }) => value === written.wanted));
  t.match(inRun('report.html'), /both registry views/);
  const saved = parseRegFile(readFileSync(join(place.run, 'flag-backup.reg')));
  t.match(saved[0], { kind: 'values', values: [{ name: 'CleanUpMAPIHeap', value: dword(1) }] });
});

test('a flag that the stand-in would not read is no run on the stand-in', async (t) => {
  const place = workplace(t);
  const end = await place.mapileak(['compare', ...SHORT, '--flag-key', 'exe', '--out', place.run]);
  t.equal(end.code, 2, end.stdout);
  t.match(end.stderr, /does not read the flag in a key of the program’s own.*--flag-key both/s);
  t.same(place.events(), [], 'nothing was run');
});

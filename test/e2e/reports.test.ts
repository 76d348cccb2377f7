import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { resultSchema } from '../../harness/contract/result.ts';
import { QUICK, resultOf, workplace } from '../support/command.ts';

const SHORT = ['--cycles', '800', '--block', '50', '--replicates', '3', '--mailbox-count', '50', ...QUICK];

test('the run folder holds all it takes to judge again, with the same answer', async (t) => {
  const place = workplace(t);
  const first = resultOf(await place.mapileak(['compare', ...SHORT, '--out', place.run, '--json']));
  const again = await place.mapileak(['analyse', place.run, '--json']);
  t.same(resultSchema.parse(JSON.parse(again.stdout)), first);
  const reported = await place.mapileak(['report', place.run]);
  t.equal(reported.code, 0);
  t.match(reported.stdout, /report\.html/);
  const page = readFileSync(join(place.run, 'report.html'), 'utf8');
  t.match(page, /script-src 'sha256-[\s\S]*uPlot[\s\S]*<\/script>/, 'with the charting library in it');
  t.match(page, /as read back for each arm<\/h3>[\s\S]*<td>1<\/td><td>1<\/td>/);
});

test('the summary is what a person reads: verdict first, report last', async (t) => {
  const place = workplace(t);
  const { code, stdout, stderr } = await place.mapileak(['compare', ...SHORT, '--out', place.run]);
  t.equal(code, 0);
  t.match(stdout, /^Fixed: /);
  t.match(stdout, /stand-in/);
  t.match(stdout.trimEnd().split('\n').at(-1), /report\.html$/);
  t.equal(stderr, '', 'quiet is quiet');
});

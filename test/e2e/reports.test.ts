import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { resultSchema } from '../../harness/contract/result.ts';
import { QUICK, resultOf, workplace } from '../support/command.ts';

const SHORT = ['--cycles', '520', '--block', '26', '--replicates', '3', '--mailbox-count', '50', ...QUICK];

test('the summary is what a person reads, and the run folder holds all it takes to judge again', async (t) => {
  const place = workplace(t);
  const { code, stdout, stderr } = await place.mapileak(['compare', ...SHORT, '--out', place.run]);
  t.equal(code, 0);
  t.match(stdout, /^Fixed: /, 'the verdict comes first');
  t.match(stdout, /stand-in/);
  t.match(stdout.trimEnd().split('\n').at(-1), /report\.html$/, 'the report last');
  t.equal(stderr, '', 'quiet is quiet');

  const first = resultSchema.parse(JSON.parse(readFileSync(join(place.run, 'result.json'), 'utf8')));
  const again = await place.mapileak(['analyse', place.run, '--json']);
  t.same(resultOf(again), first, 'with the same answer');
  const reported = await place.mapileak(['report', place.run]);
  t.equal(reported.code, 0);
  t.match(reported.stdout, /report\.html/);
  const page = readFileSync(join(place.run, 'report.html'), 'utf8');
  t.match(page, /script-src 'sha256-[\s\S]*uPlot[\s\S]*<\/script>/, 'with the charting library in it');
  t.match(page, /as read back for each arm<\/h3>[\s\S]*<td>1<\/td><td>1<\/td>/);
});

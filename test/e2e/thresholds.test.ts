import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { planSchema } from '../../harness/contract/plan.ts';
import { resultSchema } from '../../harness/contract/result.ts';
import { QUICK, workplace } from '../support/command.ts';

const OFF = ['run', ...QUICK, '--no-control', '--cycles', '512', '--block', '16', '--replicates', '2'];

test('thresholds decide the exit code of a run, and others may be tried on its folder', async (t) => {
  const place = workplace(t);
  const { run } = place;
  const reports = join(place.folder, 'junit.xml');
  const bounds = ['--threshold', 'off.heapBytes.perCycle<1KB', '--threshold', 'off.failureRate<1%'];
  const measured = await place.mapileak([...OFF, '--out', run, ...bounds, '--report', `junit=${reports}`]);
  t.equal(measured.code, 1, 'a leak is a finding, but beyond its bound it is a failure');
  t.match(measured.stdout, /Threshold failed: off\.heapBytes\.perCycle<1KB: 4,096 bytes \[/);
  t.match(measured.stdout, /Threshold passed: off\.failureRate<1%: 0 %/);
  t.match(readFileSync(reports, 'utf8'), /name="threshold off\.heapBytes\.perCycle&lt;1KB".*\n<failure/);
  t.match(readFileSync(join(run, 'report.html'), 'utf8'), /<code>off\.heapBytes\.perCycle&lt;1KB<\/code>/);
  const plan = planSchema.parse(JSON.parse(readFileSync(join(run, 'plan.json'), 'utf8')));
  t.match(plan.thresholds, [{ text: 'off.heapBytes.perCycle<1KB', bound: 1000 }, { bound: 0.01 }]);

  const analyse = async (...thresholds: readonly string[]) => {
    const given = thresholds.flatMap((threshold) => ['--threshold', threshold]);
    const { code, stderr, stdout } = await place.mapileak(['analyse', run, '--json', ...given]);
    return {
      code,
      stderr,
      thresholds: stdout === '' ? [] : resultSchema.parse(JSON.parse(stdout)).thresholds,
    };
  };
  t.match(await analyse('off.heapBytes.perCycle<8KB'), {
    code: 0,
    thresholds: [{ outcome: 'passed', low: Number }],
  });
  t.match(await analyse('off.gdiObjects.perCycle<1'), {
    code: 3,
    thresholds: [{ outcome: 'inconclusive', value: null }],
  });
  t.match(await analyse('on.heapBytes.perCycle<8KB'), { code: 2, stderr: /does not measure: it has off/ });
});

test('a threshold of an arm that the run will not measure is told before anything is measured', async (t) => {
  const place = workplace(t);
  const { code, stderr } = await place.mapileak([
    ...OFF,
    '--out',
    place.run,
    '--threshold',
    'control.heaps.perCycle<1',
  ]);
  t.equal(code, 2);
  t.match(stderr, /about the arm control.*\n.*--no-control/);
  t.same(place.events(), []);
});

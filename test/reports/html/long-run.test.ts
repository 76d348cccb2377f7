import { test } from 'tap';
import { readPageScript } from '../../../harness/cli/page-script.ts';
import type { ArmName } from '../../../harness/contract/arms.ts';
import { RESOURCE_NAMES, type ResourceName } from '../../../harness/contract/resources.ts';
import { chartsOf } from '../../../reports/html/charts-section.ts';
import { renderHtml } from '../../../reports/html/page.ts';
import { longRun, SPIKE, THIRTY_DAYS_OF_SECONDS } from '../../support/long-run.ts';
import { makeInput, seriesOf } from '../fixtures.ts';
import { parseXml } from './xml.ts';

const script = readPageScript();
const LAYOUTS: readonly (readonly ArmName[])[] = [
  ['off'],
  ['off', 'on', 'control'],
  (['off', 'on', 'control'] as const).flatMap((arm) => Array<ArmName>(4).fill(arm)),
  Array<ArmName>(48).fill('off'),
];

for (const arms of LAYOUTS)
  test(`thirty days at one sample a second, ${arms.length} replicates: below 3 MB, with its peak`, async (t) => {
    const series = longRun(THIRTY_DAYS_OF_SECONDS, arms);
    const input = makeInput({ series });
    const bytes = Buffer.byteLength(renderHtml(input, script));
    t.ok(bytes < 3_000_000, `${bytes} bytes`);
    const charts = chartsOf(input);
    t.equal(charts.length, RESOURCE_NAMES.length);
    for (const { lines } of charts) {
      const drawn = lines.reduce((sum, { points }) => sum + points.length, 0);
      const kept = lines.reduce((sum, { detail }) => sum + detail.length, 0);
      t.ok(drawn <= 4000 + 2 * lines.length, `${drawn} points are drawn`);
      t.ok(kept <= 4737 + 2 * lines.length, `${kept} points are kept for looking closer`);
      const last = lines.at(-1);
      for (const points of [last?.points, last?.detail])
        t.ok(
          points?.some(({ y }) => y > SPIKE / 2),
          'the one spike among them is there',
        );
    }
  });

test('a thousand replicates make a page of less than three megabytes', async (t) => {
  const ofAThousand = (resource: ResourceName) =>
    Array.from({ length: 1000 }, (_, at) => seriesOf(resource, 'off', at, 60));
  const series = new Map(RESOURCE_NAMES.map((resource) => [resource, ofAThousand(resource)]));
  const text = renderHtml(makeInput({ series }), script);
  t.ok(Buffer.byteLength(text) < 3_000_000, `${Buffer.byteLength(text)} bytes`);
  t.match(text, '976 more replicates are in samples.ndjson.');
});

test('a long page stays well-formed', async (t) => {
  parseXml(renderHtml(makeInput({ series: longRun(100_000, ['off', 'on']) }), script));
  t.pass('with its script and its data');
});

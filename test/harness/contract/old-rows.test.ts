import { test } from 'tap';
import { environmentSchema } from '../../../harness/contract/environment.ts';
import { eventSchema } from '../../../harness/contract/event.ts';
import { armResultSchema } from '../../../harness/contract/result.ts';
import { sampleSchema } from '../../../harness/contract/sample.ts';
import { armResult, makeInput } from '../../reports/fixtures.ts';

test('what a run folder of the first days holds is still read', async (t) => {
  const { wine: _, preflight: __, ...environment } = makeInput().environment;
  t.match(environmentSchema.parse(environment), { wine: null, preflight: [] });
  const written = { event: 'flag-written', arm: 'off', wanted: 0, schema: 1, at: '2026-11-01T08:09:10.000Z' };
  t.match(eventSchema.parse({ ...written, elapsedMs: 5, readBack: 0 }), { readBack: 0 });
  t.match(eventSchema.parse({ ...written, elapsedMs: 5, readBack: null }), { readBack: null });
  const { exhausted: ___, ...arm } = armResult('off');
  t.match(armResultSchema.parse(arm), { exhausted: [] });
  const sample = {
    ...{
      schema: 1,
      kind: 'quiescent',
      replicate: 'off-1',
      arm: 'off',
      cycle: 50,
      failedCycles: 0,
      elapsedMs: 9,
    },
    readings: { heaps: 3 },
    walk: { covered: 'all', heaps: 3, busyBlocks: 7, walkMs: 0.5 },
  };
  t.match(sampleSchema.parse(sample), { walk: { groups: [] } });
});

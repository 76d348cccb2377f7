import { test } from 'tap';
import { headlineResources, leaksOutsideHeadline } from '../../reports/headline-resources.ts';
import { armResult, makeResult, rate, resourceResult } from './fixtures.ts';

test('heap bytes, heaps and handles stand in the summary', async (t) => {
  t.same(headlineResources(makeResult()), ['heapBytes', 'heaps', 'handles']);
});

test('where heaps could not be walked, other bytes take their place', async (t) => {
  const resources = {
    heapBytes: resourceResult('heapBytes', null),
    heaps: resourceResult('heaps', rate(1, 0.1)),
    privateBytes: resourceResult('privateBytes', rate(8192, 90)),
  };
  t.same(headlineResources(makeResult({ arms: [armResult('off', { resources })] })), [
    'privateBytes',
    'heaps',
  ]);
});

test('nothing measured, nothing to show', async (t) => {
  t.same(headlineResources(makeResult({ arms: [] })), []);
});

test('leaks that the summary does not show are found', async (t) => {
  const result = makeResult();
  t.same(leaksOutsideHeadline(armResult('off'), result), ['committedHeapBytes', 'privateBytes']);
  t.same(leaksOutsideHeadline(armResult('on'), result), []);
});

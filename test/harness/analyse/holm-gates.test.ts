import { test } from 'tap';
import { afterHolm, type Rejudge } from '../../../harness/analyse/holm-gates.ts';
import { rulesFor } from '../../../harness/analyse/rules.ts';
import type { ResourceName } from '../../../harness/contract/resources.ts';
import { PLAN } from './make-run.ts';
import { type ResultShape, resultsOf } from './results.ts';

const GATES = ['heapBytes', 'heaps', 'handles', 'temporaryProfiles'] as const;
/** The error with which growth of each gate is excluded to be chance; 1 of none. */
type Chances = Partial<Record<ResourceName, number>>;

/** The gates that stay convicted, and what was asked of whom. */
function afterAsking(chances: Chances): { leaking: readonly string[]; asked: number; reasons: string[] } {
  let asked = 0;
  const shapeOf = (resource: ResourceName, oneSided: number): ResultShape => ({
    verdict: (chances[resource] ?? 1) < 1 - oneSided ? 'leak' : 'no-leak',
    rate: [1, 2, 3],
  });
  const resources = Object.keys(chances).flatMap((name) => GATES.filter((gate) => gate === name));
  const rejudge: Rejudge = (resource, change) => {
    asked += 1;
    const { convictionOneSided } = change(rulesFor(resource, PLAN));
    const result = resultsOf({ [resource]: shapeOf(resource, convictionOneSided) })[resource];
    if (result === undefined) throw new Error('no result');
    return result;
  };
  const all = resultsOf(Object.fromEntries(resources.map((gate) => [gate, shapeOf(gate, 0.975)])));
  const after = afterHolm(all, rejudge);
  return {
    leaking: resources.filter((gate) => after[gate]?.verdict === 'leak'),
    asked,
    reasons: resources.flatMap((gate) => (after[gate] === all[gate] ? [] : [after[gate]?.reason ?? ''])),
  };
}

test('one gate of four needs a quarter of the error', async (t) => {
  const others = { heaps: 1, handles: 1, temporaryProfiles: 1 };
  t.same(afterAsking({ heapBytes: 0.0062, ...others }).leaking, ['heapBytes']);
  const borderline = afterAsking({ heapBytes: 0.0063, ...others });
  t.same(borderline.leaking, []);
  t.match(borderline.reasons, [
    /, but one of several resources may do so by chance; more cycles would settle busy heap bytes$/,
  ]);
});

test('a borderline gate stays convicted beside three clear ones', async (t) => {
  const clear = { heapBytes: 1e-6, heaps: 1e-6, handles: 1e-6 };
  t.same(afterAsking({ ...clear, temporaryProfiles: 0.024 }).leaking, GATES);
  t.same(afterAsking({ heapBytes: 1e-6, heaps: 1, handles: 1, temporaryProfiles: 0.024 }).leaking, [
    'heapBytes',
  ]);
});

test('each conviction makes the next one easier: a fourth, a third, a half, the whole', async (t) => {
  const steps = { heapBytes: 0.006, heaps: 0.008, handles: 0.012, temporaryProfiles: 0.024 };
  t.same(afterAsking(steps).leaking, GATES);
  t.same(afterAsking({ ...steps, heaps: 0.009 }).leaking, ['heapBytes'], 'and who fails stops who follows');
});

test('a gate that could not be read costs the others nothing', async (t) => {
  t.same(afterAsking({ heapBytes: 0.024 }).leaking, ['heapBytes']);
  t.same(afterAsking({ heapBytes: 0.0124, heaps: 1 }).leaking, ['heapBytes']);
  t.same(afterAsking({ heapBytes: 0.0126, heaps: 1 }).leaking, []);
});

test('where no gate leaks nothing is judged anew', async (t) => {
  const { leaking, asked } = afterAsking({ heapBytes: 1, heaps: 1 });
  t.same(leaking, []);
  t.equal(asked, 0);
});

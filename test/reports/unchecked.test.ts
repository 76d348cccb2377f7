import { test } from 'tap';
import type { Plan } from '../../harness/contract/plan.ts';
import type { Result } from '../../harness/contract/result.ts';
import { notMeasured, uncheckedClaims } from '../../reports/unchecked.ts';
import { SOAK } from '../support/soak-rounds.ts';
import { armResult, makeInput, makePlan, makeResult, seriesOfRun } from './fixtures.ts';

test('what was not tried is said, and what was tried is not', async (t) => {
  const all = uncheckedClaims(makeInput({ plan: makePlan({ arms: ['off', 'on', 'absent'] }) })).join('\n');
  for (const claim of [/CleanUpMAPIHeap/, /control arm/, /Impersonation/, /same one/, /not run/])
    t.notMatch(all, claim);
  const plan = makePlan({
    arms: ['absent'],
    control: false,
    impersonation: 'none',
    mailboxOrder: 'repeated',
  });
  const little = uncheckedClaims(makeInput({ plan, result: makeResult({ complete: false }) })).join('\n');
  for (const claim of [
    /CleanUpMAPIHeap 0/,
    /CleanUpMAPIHeap 1/,
    /control arm/,
    /Impersonation/,
    /same one/,
    /not run/,
  ])
    t.match(little, claim);
});

const claimsOf = (plan: Partial<Plan>, result: Partial<Result> = {}): string =>
  uncheckedClaims(makeInput({ plan: makePlan(plan), result: makeResult(result) })).join('\n');

test('what the plan left out of the experiment is said, and only that', async (t) => {
  const selfTest = { outcome: 'not-made', reason: '', plantedBytesPerCycle: null, found: null } as const;
  const missing: readonly (readonly [claim: RegExp, plan: Partial<Plan>, result?: Partial<Result>])[] = [
    [/no self-test/, { selfTest: false }, { selfTest }],
    [/no control arm/, { control: false }],
    [/Chance between processes/, { replicates: 1 }],
    [/did not live at the same time/, { layout: 'sequential' }],
    [/one look at its end/, { length: { by: 'cycles', cycles: 500 } }],
    [/--no-explain/, { explain: false }],
  ];
  const settled = { length: { by: 'settled', maxCycles: 512 } } as const;
  for (const [claim, plan, result] of missing) {
    t.match(claimsOf({ ...settled, ...plan }, result), claim);
    t.notMatch(claimsOf(settled), claim);
  }
});

test('without growth there was nothing to explain, and without a second arm nobody to live beside', async (t) => {
  t.notMatch(claimsOf({ explain: false }, { arms: [armResult('on')] }), /--no-explain/);
  t.notMatch(claimsOf({ layout: 'sequential', arms: ['off'], control: false }), /at the same time/);
});

test('only a run on the stand-in leaves Exchange unchecked', async (t) => {
  t.match(uncheckedClaims(makeInput()).join('\n'), /Exchange/);
  t.notMatch(uncheckedClaims(makeInput({ result: makeResult({ standIn: false }) })).join('\n'), /Exchange/);
});

test('resources without numbers are listed with the reason, sampled ones are not', async (t) => {
  const missing = notMeasured(makeInput());
  t.same(missing.find(({ label }) => label === 'GDI objects')?.reason, 'there is no GDI on Linux');
  t.same(missing.find(({ label }) => label === 'C library heap bytes')?.reason, 'no sample read it');
  t.notOk(missing.some(({ label }) => label === 'busy heap bytes'));
});

test('a resource that this version does not know is listed under its own name', async (t) => {
  const environment = {
    ...makeInput().environment,
    unsupported: [{ resource: 'pagedPool', reason: 'too old' }],
  };
  const missing = notMeasured(makeInput({ environment, series: seriesOfRun() }));
  t.same(missing.at(-1), { label: 'pagedPool', reason: 'too old' });
});

test('a soak looked many times, and had as many processes as it came to', async (t) => {
  const soaked = { length: { by: 'cycles', cycles: 600 }, replicates: 4, soak: SOAK } as const;
  const claims = (replicates: number): string =>
    uncheckedClaims(
      makeInput({ plan: makePlan(soaked), result: makeResult({ arms: [armResult('off', { replicates })] }) }),
    ).join('\n');
  t.notMatch(claims(7), /one look at its end|Chance between processes/);
  t.match(claims(1), /Chance between processes/);
});

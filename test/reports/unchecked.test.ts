import { test } from 'tap';
import { notMeasured, uncheckedClaims } from '../../reports/unchecked.ts';
import { makeInput, makePlan, makeResult, seriesOfRun } from './fixtures.ts';

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

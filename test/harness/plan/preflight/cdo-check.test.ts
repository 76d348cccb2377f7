import { test } from 'tap';
import { cdoCheck as checkWithProvider } from '../../../../harness/plan/preflight/cdo-check.ts';
import type { CdoFacts, MachineFacts } from '../../../../harness/plan/preflight/facts.ts';
import { dll, makeFacts } from './facts.ts';

const { provider } = makeFacts();
const IN_32_BITS = makeFacts().machine;
const IN_64_BITS: MachineFacts = { ...IN_32_BITS, bitness: 64, view: '64-bit' };
const classId = '{3FA7DEB3-6438-101B-ACC1-00AA00423326}';
const registered = (view: CdoFacts['view'], server: CdoFacts['server']): CdoFacts => ({
  view,
  classId,
  server,
});
const cdoCheck = (facts: readonly CdoFacts[], machine: MachineFacts) =>
  checkWithProvider(facts, machine, provider);
const CDO = dll('C:\\Exchsrvr\\bin\\cdo.dll');

test('a CDO that can be used is named with its class, view, path, version and bitness', async (t) => {
  t.match(cdoCheck([registered('32-bit', CDO)], IN_32_BITS), {
    id: 'cdo',
    title: 'CDO',
    outcome: 'ok',
    finding: `MAPI.Session is ${classId} in the 32-bit view: C:\\Exchsrvr\\bin\\cdo.dll 6.5.7232.75, in-process, 32-bit`,
  });
});

test('a 64-bit process says that it cannot use it', async (t) => {
  // Windows shares the name between the views, but not the class.
  const shared = [registered('64-bit', null), registered('32-bit', CDO)];
  const found = {
    outcome: 'ok',
    finding: /^not for this 64-bit process: MAPI\.Session .*cdo\.dll.*32-bit only$/,
  };
  t.match(cdoCheck(shared, IN_64_BITS), found);
  t.match(cdoCheck(shared.slice(1), IN_64_BITS), found);
  t.match(cdoCheck([], IN_64_BITS), { outcome: 'ok', finding: /not registered.*64-bit.*32-bit only/ });
});

test('without CDO all is in order; with half of one it is not', async (t) => {
  const none = cdoCheck([], IN_32_BITS);
  t.match(none, { outcome: 'ok', finding: /^MAPI\.Session is not registered/ });
  t.notMatch(none.finding, /64/);
  t.match(cdoCheck([registered('32-bit', null)], IN_32_BITS), {
    outcome: 'warn',
    finding: /a class without an in-process server/,
    remedy: /Install/,
  });
  const gone = { path: 'C:\\cdo.dll', unreadable: 'ENOENT: no such file' };
  t.match(cdoCheck([registered('32-bit', gone)], IN_32_BITS), {
    outcome: 'warn',
    finding: /C:\\cdo\.dll, which cannot be read: ENOENT/,
    remedy: /Install/,
  });
  t.match(cdoCheck([registered('64-bit', CDO)], IN_64_BITS), {
    outcome: 'warn',
    finding: /this 64-bit process cannot load/,
    remedy: /32-bit Node/,
  });
});

test('with the stand-in a run brings its own CDO, whatever is registered', async (t) => {
  for (const facts of [[], [registered('32-bit', CDO)]]) {
    t.match(checkWithProvider(facts, IN_64_BITS, { choice: { kind: 'stand-in' } }), {
      outcome: 'ok',
      finding: /^the stand-in’s: a run registers it as MAPI\.Session/,
    });
  }
});

import { test } from 'tap';
import type { Plan } from '../../../harness/contract/plan.ts';
import { requireExpectedProvider } from '../../../harness/execute/expected-provider.ts';
import { linuxStandIn, windowsStandIn } from '../../../native-bindings/stand-in/paths.ts';

const REAL_CDO = 'C:\\Program Files\\Common Files\\System\\MSMAPI\\1033\\CDO.DLL';
const STAND_IN_CDOS = [linuxStandIn().cdo, `C:\\${windowsStandIn('win32-ia32').cdo.replaceAll('/', '\\')}`];
const ANY: Pick<Plan, 'mailboxes' | 'mapi'> = {
  mailboxes: { kind: 'csv', file: 'boxes.csv', count: 1, sha256: '' },
  mapi: { kind: 'system' },
};
const STAND_IN: Pick<Plan, 'mailboxes' | 'mapi'> = {
  mailboxes: { kind: 'generated', count: 1 },
  mapi: { kind: 'stand-in' },
};

test('the stand-in is measured with its own CDO, a real MAPI with a real one', async (t) => {
  for (const cdo of STAND_IN_CDOS) {
    const measured = { standIn: true, usesCdo: true, libraries: ['mapi32.dll', cdo] };
    t.doesNotThrow(() => requireExpectedProvider(measured, STAND_IN));
    t.throws(() => requireExpectedProvider({ ...measured, standIn: false }, ANY), {
      code: 'MAPI_ENVIRONMENT',
      message: /CDO is the stand-in’s, but MAPI is not/,
      remedy: /doctor --mapi system/,
    });
  }
  const measured = { standIn: false, usesCdo: true, libraries: ['mapi32.dll', REAL_CDO] };
  t.doesNotThrow(() => requireExpectedProvider(measured, ANY));
  t.throws(() => requireExpectedProvider({ ...measured, standIn: true }, STAND_IN), {
    code: 'MAPI_ENVIRONMENT',
    message: /CDO is not the stand-in’s: C:.*CDO\.DLL/,
    remedy: /doctor --mapi system/,
  });
});

test('a CDO that nobody uses does not matter, one that was never opened does', async (t) => {
  const unused = { standIn: true, usesCdo: false, libraries: [REAL_CDO] };
  t.doesNotThrow(() => requireExpectedProvider(unused, STAND_IN));
  t.throws(() => requireExpectedProvider({ standIn: true, usesCdo: true, libraries: [] }, STAND_IN), {
    code: 'MAPI_ENVIRONMENT',
    message: /none was loaded/,
    remedy: /in open/,
  });
});

test('another provider than the planned stand-in ends the run, and gets no invented mailboxes', async (t) => {
  const real = { standIn: false, usesCdo: false, libraries: [] };
  t.throws(() => requireExpectedProvider(real, STAND_IN), { code: 'MAPI_ENVIRONMENT' });
  const generated = { ...ANY, mailboxes: STAND_IN.mailboxes };
  t.throws(() => requireExpectedProvider(real, generated), { code: 'USAGE' });
  t.doesNotThrow(() => requireExpectedProvider(real, ANY));
});

import { test } from 'tap';
import type { Fields } from '../../../harness/bundle/fields.ts';
import { scrubEnvironment, scrubEvent, scrubPlan } from '../../../harness/bundle/scrub-artefacts.ts';
import type { Attachment } from '../../../harness/contract/attached.ts';
import { AT, ENVIRONMENT, PLAN } from '../analyse/make-run.ts';

/** Says of every field as what it was asked for. */
const FIELDS: Fields = {
  mailbox: () => 'a mailbox',
  list: () => 'a list',
  path: () => 'a path',
  scenario: () => 'a scenario',
  pattern: () => 'a pattern',
  dial: () => 'a dial',
  text: () => 'a text',
};

const processOf = (pid: number): Attachment['processes'][number] => ({
  ...{ replicate: `pid-${pid}`, pid, name: 'AcmeMailer.exe', executable: 'C:\\Acme\\AcmeMailer.exe' },
  ...{ startedAt: null, bitness: null },
});

test('a program that was watched is named nowhere in its plan, nor in what the run is called', async (t) => {
  const attached: Attachment = {
    processes: [processOf(1), processOf(2)],
    cycles: { by: 'log', files: ['C:\\Acme\\a.log'], pattern: 'Acme', flags: '' },
    ...{ intervalMs: 1000, warmUpMs: 0, durationMs: null, maxCycles: null },
  };
  const scenario = { name: 'AcmeMailer.exe', file: null, sha256: null };
  const plan = scrubPlan({ ...PLAN, scenario, attached }, FIELDS);
  t.notMatch(JSON.stringify(plan), /acme/i);
  t.equal(plan.scenario.name, 'a path');
});

test('a scenario of the program itself keeps its name, one of the user does not', async (t) => {
  t.same(scrubPlan(PLAN, FIELDS).scenario, PLAN.scenario);
  const scenario = { ...PLAN.scenario, name: 'acme', file: '/home/acme/acme.js' };
  t.notMatch(JSON.stringify(scrubPlan({ ...PLAN, scenario }, FIELDS)), /acme/i);
});

test('a list of mailboxes leaves neither its name nor its hash', async (t) => {
  const sha256 = '5f'.repeat(32);
  const mailboxes = { kind: 'csv', file: 'boxes.csv', count: 2, sha256 } as const;
  const plan = scrubPlan({ ...PLAN, mailboxes }, FIELDS);
  t.same(plan.mailboxes, { kind: 'csv', file: 'a path', count: 2, sha256: 'a list' });
});

test('the key that a program has for itself in the registry names it nowhere', async (t) => {
  const key =
    'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows Messaging Subsystem\\Applications\\AcmeMailer.exe';
  const readings = [{ view: '64-bit' as const, key, value: 1 }];
  t.notMatch(JSON.stringify(scrubEnvironment({ ...ENVIRONMENT, flagBefore: readings }, FIELDS)), /acme/i);
  t.notMatch(JSON.stringify(scrubEvent({ ...AT, event: 'flag-changed', readings }, FIELDS)), /acme/i);
  const written = { ...AT, event: 'flag-written', arm: 'on', wanted: 1, readBack: readings } as const;
  t.notMatch(JSON.stringify(scrubEvent(written, FIELDS)), /acme/i);
  t.same(scrubEvent({ ...written, readBack: 1 }, FIELDS), { ...written, readBack: 1 });
});

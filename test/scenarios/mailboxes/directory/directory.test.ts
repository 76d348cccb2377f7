import { test } from 'tap';
import { HarnessError } from '../../../../harness/contract/errors.ts';
import { directoryAddress } from '../../../../scenarios/mailboxes/directory/address.ts';
import { checkFilter, Directory } from '../../../../scenarios/mailboxes/directory/directory.ts';
import { type ScriptedDirectory, scriptedDirectory } from '../../../support/scripted-ldap.ts';

const NEVER = new AbortController().signal;

async function namesOf(
  { port }: Pick<ScriptedDirectory, 'port'>,
  timeoutMs = 60_000,
  stop = NEVER,
  betweenPages = async () => {},
) {
  const address = directoryAddress(`ldap://127.0.0.1:${port}`, false);
  const directory = await Directory.open({ address, ca: null, user: null, password: null, timeoutMs, stop });
  try {
    const names: string[] = [];
    const query = { base: 'dc=lab', filter: '(cn=*)', attributes: ['cn'], limit: null };
    for await (const { entries } of directory.pages(query)) {
      names.push(...entries.map(({ dn }) => dn));
      await betweenPages();
    }
    return names;
  } finally {
    await directory.close();
  }
}

async function errorOf(action: Promise<unknown>): Promise<HarnessError> {
  try {
    await action;
  } catch (error) {
    if (error instanceof HarnessError) return error;
    throw error;
  }
  throw new Error('no error');
}

test('an empty page is not taken for the last one, and each page is asked for by the cookie before', async (t) => {
  const directory = await scriptedDirectory(t, [
    { entries: ['cn=a', 'cn=b'], cookie: 'Cookie-1' },
    { entries: [], cookie: 'Cookie-2' },
    { entries: ['cn=c'], cookie: '' },
  ]);
  t.same(await namesOf(directory), ['cn=a', 'cn=b', 'cn=c']);
  t.same(
    directory.searches.map((search) => search.toString('latin1').match(/Cookie-\d/)?.[0]),
    [undefined, 'Cookie-1', 'Cookie-2'],
  );
});

test('a directory that answers everything at once is believed', async (t) => {
  const directory = await scriptedDirectory(t, [{ entries: ['cn=a'], cookie: null }]);
  t.same(await namesOf(directory), ['cn=a']);
});

test('a size limit in the middle is an error, whatever came before', async (t) => {
  const directory = await scriptedDirectory(t, [
    { entries: ['cn=a'], cookie: 'more' },
    { entries: ['cn=b'], cookie: '', code: 4 },
  ]);
  const error = await errorOf(namesOf(directory));
  t.equal(error.code, 'DIRECTORY');
  t.match(error.message, /size limit/);
});

test('a connection that ends between two pages is an error: the next one would begin anew', async (t) => {
  const directory = await scriptedDirectory(t, [
    { entries: ['cn=a'], cookie: 'more', hangUp: true },
    { entries: ['cn=b'], cookie: '' },
  ]);
  const untilItEnded = async () => {
    await directory.hungUp;
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  };
  const error = await errorOf(namesOf(directory, 60_000, NEVER, untilItEnded));
  t.equal(error.code, 'DIRECTORY');
  t.match(error.message, /connection was lost/);
  t.equal(directory.searches.length, 1);
});

test('a directory that does not answer is given up', async (t) => {
  const error = await errorOf(namesOf(await scriptedDirectory(t, []), 200));
  t.equal(error.code, 'DIRECTORY');
  t.match(error.message, /no answer in time/);
});

test('whoever wants to stop does not wait for an answer', async (t) => {
  const directory = await scriptedDirectory(t, []);
  const stopping = new AbortController();
  const asked = errorOf(namesOf(directory, 3_600_000, stopping.signal));
  while (directory.searches.length === 0) await new Promise(setImmediate);
  stopping.abort();
  t.equal((await asked).code, 'STOPPED');
});

test('nobody listens there: where, and what to look at', async (t) => {
  const error = await errorOf(namesOf({ port: 1 }));
  t.equal(error.code, 'DIRECTORY');
  t.match(error.message, /^ldap:\/\/127\.0\.0\.1:1: no connection \(ECONNREFUSED\)/);
});

test('what is no filter is refused before anybody is asked', (t) => {
  for (const filter of ['(cn=a', '(&(cn=a)', '', '(cn=a))(']) {
    t.throws(() => checkFilter(filter), { code: 'USAGE' }, filter);
  }
  t.doesNotThrow(() =>
    checkFilter('(&(objectClass=user)(!(userAccountControl:1.2.840.113556.1.4.803:=2))(cn=M\\c3\\bcller*))'),
  );
  t.end();
});

import { test } from 'tap';
import { Aliases } from '../../../harness/bundle/aliases.ts';
import type { RunName } from '../../../harness/bundle/names.ts';

const mailboxes = (...names: readonly string[]): RunName[] =>
  names.map((text) => ({ kind: 'mailbox', text }));

test('aliases stand in the order of the names, whatever order those come in', async (t) => {
  const aliases = new Aliases([], mailboxes('smith', 'anna', 'Zoë'));
  t.equal(aliases.of('mailbox', 'Zoë'), 'mailbox-0001');
  t.equal(aliases.of('mailbox', 'anna'), 'mailbox-0002');
  t.equal(aliases.of('mailbox', 'smith'), 'mailbox-0003');
  t.equal(aliases.of('mailbox', 'Smith'), 'mailbox-0004', 'what is counted apart stays apart');
});

test('a map that was kept gives every name the alias that it had, and new ones new numbers', async (t) => {
  const first = new Aliases([], mailboxes('anna', 'smith'));
  const again = new Aliases(first.map().aliases, mailboxes('aaron', 'smith'));
  t.equal(again.of('mailbox', 'anna'), 'mailbox-0001');
  t.equal(again.of('mailbox', 'smith'), 'mailbox-0002');
  t.equal(again.of('mailbox', 'aaron'), 'mailbox-0003');
});

test('a name that looks like an alias stays, and no other gets it', async (t) => {
  const aliases = new Aliases([], mailboxes('anna', 'smith'), ['mailbox-0001']);
  t.equal(aliases.of('mailbox', 'mailbox-0001'), 'mailbox-0001');
  t.equal(aliases.of('mailbox', 'anna'), 'mailbox-0002');
  t.same(
    aliases.entries().map(({ name }) => name),
    ['anna', 'smith'],
  );
});

test('kinds are numbered apart, and a path is one whether or not others begin with it', async (t) => {
  const aliases = new Aliases([], []);
  t.equal(aliases.of('host', 'EXCH01'), 'host-1');
  t.equal(aliases.of('user', 'EXCH01'), 'user-0001');
  t.equal(aliases.of('directory', '/home/anna'), 'path-1');
  t.equal(aliases.of('path', '/home/anna'), 'path-1');
  t.equal(aliases.of('program', '/opt/mapileak'), 'path-2');
});

test('secrets are in no map', async (t) => {
  const aliases = new Aliases([], [{ kind: 'secret', text: 'tru5tno1' }]);
  t.equal(aliases.of('secret', 'tru5tno1'), 'secret-1');
  t.same(aliases.map().aliases, []);
});

test('lists of two maps are never taken for one, and one of the same map stays the same', async (t) => {
  const first = new Aliases([], []);
  const alias = first.of('list', 'a'.repeat(64));
  t.match(alias, /^list-[0-9a-f]{12}$/);
  t.not(new Aliases([], []).of('list', 'a'.repeat(64)), alias);
  const again = new Aliases(first.map().aliases, []);
  t.equal(again.of('list', 'a'.repeat(64)), alias);
  t.equal(again.of('list', alias), alias, 'nor is it replaced where a bundle is bundled again');
});

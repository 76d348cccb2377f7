import { test } from 'tap';
import { isPlainName } from '../../../../harness/serve/files/name.ts';
import { routeOf, runAddress } from '../../../../harness/serve/http/routes.ts';
import fc from '../../../support/seeded-properties.ts';

test('every page has an address', async (t) => {
  t.same(routeOf('/'), { to: 'list' });
  t.same(routeOf('/?x=1'), { to: 'list' });
  t.same(routeOf('/runs/a/'), { to: 'run', run: ['a'] });
  t.same(routeOf('/runs/a%20b/report.html'), { to: 'report', run: ['a b'] });
  t.same(routeOf('/runs/claims/mapi32/result.json'), { to: 'result', run: ['claims', 'mapi32'] });
  t.same(routeOf('/runs/a/series.json'), { to: 'series', run: ['a'] });
  t.same(routeOf('/runs/a/events?x'), { to: 'events', run: ['a'] });
  t.same(routeOf('/runs/events/'), { to: 'run', run: ['events'] }, 'a run may be called like that');
  t.same(routeOf('/runs/a'), { to: 'slash', run: ['a'] });
  t.same(routeOf('/assets/style.css'), { to: 'asset', name: 'style.css' });
  t.same(routeOf('/favicon.ico'), { to: 'asset', name: 'icon.svg' });
  t.same(routeOf('/diff?run=a%2Fb&run=c'), { to: 'diff', runs: [['a', 'b'], ['c']], force: false });
  t.same(routeOf('/diff?run=a&run=c&force=yes'), { to: 'diff', runs: [['a'], ['c']], force: true });
});

test('what leads elsewhere leads nowhere', async (t) => {
  for (const target of [
    ...['', '*', 'http://elsewhere/', '//elsewhere/', '/etc/passwd', '/runs', '/runs/', '/runs/report.html'],
    ...[
      '/runs/../etc/',
      '/runs/..%2f..%2fetc/',
      '/runs/%2e%2e/',
      '/runs/.%2e/report.html',
      '/runs/a/../../x/',
    ],
    ...['/runs/a%5c..%5cb/', '/runs/%00/', '/runs/a%00/report.html', '/runs/%/', '/runs/%ff/', '/runs/C%3A/'],
    ...[
      '/runs/nul/',
      '/runs/COM1/report.html',
      '/runs/a%3A%3A$DATA/',
      '/runs/a./',
      '/runs/a%20/',
      '/runs/a/b/c/',
    ],
  ])
    t.same(routeOf(target), { to: 'nothing' }, target);
});

test('files of a run folder that nobody has business with have no address', async (t) => {
  for (const name of ['plan.json', 'environment.json', 'events.ndjson', 'samples.ndjson', 'flag-backup.reg'])
    t.match(routeOf(`/runs/a/${name}`), { to: 'slash', run: ['a', name] }, `${name} could only be a folder`);
  t.same(routeOf('/runs/a/hosts/off-1.log'), { to: 'nothing' });
  t.same(routeOf('/diff?run=../a&run=b'), { to: 'diff', runs: [['b']], force: false });
});

test('no target throws, and every run that one names has plain names', async () => {
  const part = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.constantFrom(
      '..',
      '%2e%2e',
      '%2f',
      '%5c',
      '%00',
      'runs',
      'report.html',
      'events',
      'diff?run=',
      'nul',
      '%',
    ),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
      for (const target of [
        `/${parts.join('/')}`,
        `/runs/${parts.join('/')}`,
        `/diff?run=${parts.join('&run=')}`,
      ]) {
        const route = routeOf(target);
        const runs = 'run' in route ? [route.run] : 'runs' in route ? route.runs : [];
        if (!runs.flat().every(isPlainName)) return false;
      }
      return true;
    }),
    { seed: 891509, numRuns: 500 },
  );
});

test('a run is found under the address that is made for it', async () => {
  const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter(isPlainName);
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 2 }), (run) => {
      const route = routeOf(runAddress(run));
      return route.to === 'run' && JSON.stringify(route.run) === JSON.stringify(run);
    }),
    { seed: 891509 },
  );
});

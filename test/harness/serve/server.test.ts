import { chmodSync, mkdirSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { HarnessError } from '../../../harness/contract/errors.ts';
import { type RunningServer, serve } from '../../../harness/serve/server.ts';
import { Site } from '../../../harness/serve/site.ts';
import { makeResult } from '../../reports/fixtures.ts';
import { NO_PROCESS, SMALL_SHAPE, stampsBelow, writeRun } from '../../support/run-on-disk.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const SHORT = { ...SMALL_SHAPE, cycles: 20, plan: { replicates: 2 } };
const REPORT = '<!DOCTYPE html><title>the report</title>';

interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

async function started(t: Test) {
  const root = realpathSync(temporaryFolder(t));
  writeRun(join(root, 'night'), SHORT, {
    isFinished: true,
    result: makeResult(),
    report: REPORT,
    agoMs: 60_000,
  });
  writeRun(join(root, 'killed'), SHORT, { pid: NO_PROCESS, agoMs: 60_000 });
  writeRun(join(root, 'going-on'), SHORT, { pid: process.pid });
  writeFileSync(join(root, 'night', 'flag-backup.reg'), 'secret');
  writeFileSync(join(root, 'night', 'hosts', 'off-1.log'), 'secret');
  writeFileSync(join(root, 'night', 'boxes.csv'), 'secret');
  mkdirSync(join(root, 'claims', 'mapi32'), { recursive: true });
  writeFileSync(join(root, 'claims', 'claims-plan.json'), '{}');
  const site = new Site({
    root,
    only: null,
    shownAs: 'runs',
    compare: () => Promise.reject(new HarnessError('USAGE', 'they have nothing in common', 'Name others.')),
  });
  const faults: string[] = [];
  const server = await serve({
    host: '127.0.0.1',
    port: 0,
    answer: (target) => (target === '/fault' ? Promise.reject(new Error('a fault')) : site.answer(target)),
    onFault: (message) => faults.push(message),
  });
  t.teardown(async () => {
    site.close();
    await server.close();
  });
  return { root, server, faults };
}

/** Sends a target as it is: no client may tidy it up. */
async function get(
  server: RunningServer,
  path: string,
  options: { readonly method?: string; readonly headers?: Record<string, string> } = {},
): Promise<Got> {
  const { hostname, port } = new URL(server.address);
  return await new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, agent: false, ...options }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    sent.on('error', reject).end();
  });
}

test('pages, reports, results and samples are at their addresses', async (t) => {
  const { server } = await started(t);
  t.match(await get(server, '/'), { status: 200, body: /going-on[\s\S]*night/ });
  t.match(await get(server, '/runs/night/'), { status: 200, body: /Open the report/ });
  t.match(await get(server, '/runs/night'), { status: 302, headers: { location: '/runs/night/' } });
  t.match(await get(server, '/runs/night/report.html'), { status: 200, body: REPORT });
  t.same(JSON.parse((await get(server, '/runs/night/result.json')).body), makeResult());
  t.match(JSON.parse((await get(server, '/runs/killed/series.json')).body), [
    { resource: 'heapBytes', series: [{ replicate: 'off-1' }] },
  ]);
  t.match(await get(server, '/runs/claims/'), { status: 302, headers: { location: '/' } });
  for (const [name, type] of [
    ['style.css', /text\/css/],
    ['uPlot.js', /javascript/],
    ['icon.svg', /svg/],
  ] as const)
    t.match(await get(server, `/assets/${name}`), { status: 200, headers: { 'content-type': type } });
});

test('nothing else is served, however it is asked for', async (t) => {
  const { root, server } = await started(t);
  for (const path of [
    ...[
      '/runs/night/flag-backup.reg',
      '/runs/night/hosts/off-1.log',
      '/runs/night/boxes.csv',
      '/runs/night/plan.json',
    ],
    ...[
      '/runs/night/environment.json',
      '/runs/night/events.ndjson',
      '/runs/killed/report.html',
      '/runs/claims/mapi32/',
    ],
    ...[
      '/runs/night/hosts/',
      '/runs/../package.json',
      '/runs/night/../../etc/passwd',
      '/runs/..%2fnight/report.html',
    ],
    ...[
      '/assets/../package.json',
      '/assets/harness/cli/main.js',
      '/assets/..%2f..%2fpackage.json',
      '//etc/passwd',
    ],
    ...['/runs/night%00/report.html', '/runs/night/report.html::$DATA', `/runs/${encodeURIComponent(root)}/`],
  ]) {
    const { body, status } = await get(server, path);
    t.equal(status, 404, path);
    t.notMatch(body, 'secret');
    t.notMatch(body, root);
  }
});

test('every answer forbids frames, sniffing, other origins and inline scripts', async (t) => {
  const { server } = await started(t);
  for (const path of [
    '/',
    '/runs/night/',
    '/runs/night/result.json',
    '/assets/style.css',
    '/nothing',
    '/fault',
    '/diff',
  ]) {
    const { headers } = await get(server, path);
    t.match(
      headers,
      {
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'cache-control': 'no-store',
        'content-security-policy': /default-src 'none'.*frame-ancestors 'none'/,
      },
      path,
    );
    t.notMatch(String(headers['content-security-policy']), /unsafe|\*/, path);
    t.notOk('access-control-allow-origin' in headers);
    t.notOk('set-cookie' in headers);
  }
});

test('a report may run its own scripts, in an origin that can read nothing from here', async (t) => {
  const { server } = await started(t);
  const policy = String((await get(server, '/runs/night/report.html')).headers['content-security-policy']);
  t.match(policy, /^sandbox allow-scripts/);
  t.notMatch(policy, 'allow-same-origin');
  t.match(policy, "default-src 'none'");
  t.notMatch(policy, 'connect-src');
});

test('only GET and HEAD, only under its own address, and for no other site', async (t) => {
  const { server } = await started(t);
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
    t.match(await get(server, '/', { method }), { status: 405, headers: { allow: 'GET, HEAD' } });
  t.match(await get(server, '/runs/night/report.html', { method: 'HEAD' }), { status: 200, body: /^$/ });
  t.match(await get(server, '/runs/going-on/events', { method: 'HEAD' }), { status: 200, body: /^$/ });
  t.match(await get(server, '/', { headers: { Host: 'evil.example' } }), { status: 421 });
  t.match(await get(server, '/', { headers: { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'cors' } }), {
    status: 403,
  });
});

test('two runs that cannot be compared say why', async (t) => {
  const { server } = await started(t);
  t.match(await get(server, '/diff?run=night'), { status: 200, body: /Check two runs/ });
  t.match(await get(server, '/diff?run=night&run=killed'), {
    status: 200,
    body: /nothing in common\. Name others/,
  });
  t.match(await get(server, '/diff?run=night&run=nowhere'), { status: 404 });
});

test('a fault is told to who started the server, and it goes on', async (t) => {
  const { faults, server } = await started(t);
  t.match(await get(server, '/fault'), { status: 500, body: /^This page could not be made/ });
  t.same(faults, ['a fault']);
  t.match(await get(server, '/'), { status: 200 });
});

test('a folder that may only be read is enough: no file is written, touched or added', async (t) => {
  const { root, server } = await started(t);
  const folders = [root, join(root, 'night'), join(root, 'killed')];
  for (const folder of folders) {
    for (const name of readdirSync(folder).filter((each) => each.includes('.')))
      chmodSync(join(folder, name), 0o400);
    chmodSync(folder, 0o500);
  }
  t.teardown(() => {
    for (const folder of folders) chmodSync(folder, 0o700);
  });
  const before = stampsBelow(root);
  for (const path of [
    '/',
    '/runs/night/',
    '/runs/killed/',
    '/runs/going-on/',
    '/runs/night/report.html',
    '/runs/night/result.json',
    '/runs/going-on/series.json',
    '/diff?run=night&run=killed',
    '/runs/none/',
  ])
    await get(server, path);
  t.same(stampsBelow(root), before);
});

test('it ends at once, with pages that listen', async (t) => {
  const { server } = await started(t);
  const { hostname, port } = new URL(server.address);
  const listening = await new Promise<{ readonly gone: Promise<void> }>((resolve, reject) => {
    const sent = request({ hostname, port, path: '/runs/going-on/events', agent: false }, (response) => {
      const gone = new Promise<void>((left) => response.on('close', left));
      response.on('error', () => {});
      response.once('data', () => resolve({ gone }));
    });
    sent.on('error', reject).end();
  });
  await server.close();
  await listening.gone;
  await t.rejects(get(server, '/'), { code: 'ECONNREFUSED' });
});

test('a port that is taken, and an address that is not here, are clear errors', async (t) => {
  const { server } = await started(t);
  const port = Number(new URL(server.address).port);
  const other = { answer: () => Promise.reject(new Error('not asked')), onFault: () => {} };
  await t.rejects(serve({ host: '127.0.0.1', port, ...other }), {
    code: 'ADDRESS',
    exitCode: 4,
    message: /in use/,
    remedy: /--port/,
  });
  await t.rejects(serve({ host: '192.0.2.1', port: 0, ...other }), {
    code: 'ADDRESS',
    message: /no address of this machine/,
  });
});

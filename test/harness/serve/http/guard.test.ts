import { test } from 'tap';
import { addressOf, isLoopback, refusalOf } from '../../../../harness/serve/http/guard.ts';

const GET = { method: 'GET', host: '127.0.0.1:8765', fetchSite: undefined, fetchMode: undefined };
const HERE = { host: '127.0.0.1', port: 8765 };

const statusFor = (host: string | undefined, listening = HERE): number | undefined =>
  refusalOf({ ...GET, host }, listening)?.status;

test('only what reads is answered', async (t) => {
  t.equal(refusalOf(GET, HERE), null);
  t.equal(refusalOf({ ...GET, method: 'HEAD' }, HERE), null);
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', undefined])
    t.match(refusalOf({ ...GET, method }, HERE), { status: 405 }, String(method));
});

test('a name of somebody else that leads here is refused', async (t) => {
  for (const host of ['localhost:8765', 'LOCALHOST:8765', '127.0.0.1:8765'])
    t.equal(statusFor(host), undefined, host);
  for (const host of [
    'evil.example',
    'evil.example:8765',
    '127.0.0.1',
    '127.0.0.1:80',
    '127.0.0.1.evil.example:8765',
  ])
    t.equal(statusFor(host), 421, host);
  for (const host of ['', undefined, ':8765', 'a b:8765', '[::1', '192.0.2.1:8765', '127.0.0.1:8765:8765'])
    t.equal(statusFor(host), 421, String(host));
});

test('another address answers under that address; all of them under any, but under no name', async (t) => {
  const six = { host: '::1', port: 80 };
  t.equal(statusFor('[::1]', six), undefined);
  t.equal(statusFor('localhost', six), undefined);
  const lan = { host: 'soak-3', port: 8765 };
  t.equal(statusFor('SOAK-3:8765', lan), undefined);
  t.equal(statusFor('localhost:8765', lan), 421);
  const every = { host: '0.0.0.0', port: 8765 };
  t.equal(statusFor('192.0.2.1:8765', every), undefined);
  t.equal(statusFor('[2001:db8::1]:8765', every), undefined);
  t.equal(statusFor('evil.example:8765', every), 421);
});

test('another site may link here, and read nothing', async (t) => {
  const cross = { ...GET, fetchSite: 'cross-site' };
  t.match(refusalOf({ ...cross, fetchMode: 'cors' }, HERE), { status: 403 });
  t.match(refusalOf({ ...cross, fetchMode: 'no-cors' }, HERE), { status: 403 });
  t.equal(refusalOf({ ...cross, fetchMode: 'navigate' }, HERE), null);
  t.equal(refusalOf({ ...GET, fetchSite: 'same-origin', fetchMode: 'cors' }, HERE), null);
});

test('addresses can be followed', async (t) => {
  t.equal(addressOf(HERE), 'http://127.0.0.1:8765/');
  t.equal(addressOf({ host: '::1', port: 1 }), 'http://[::1]:1/');
  t.equal(addressOf({ host: '0.0.0.0', port: 1 }), 'http://localhost:1/');
});

test('what only this machine can reach is known', async (t) => {
  for (const host of ['127.0.0.1', '127.1.2.3', '::1', 'localhost']) t.ok(isLoopback(host), host);
  for (const host of ['0.0.0.0', '::', '192.168.0.1', '127.example', 'soak-3'])
    t.notOk(isLoopback(host), host);
});

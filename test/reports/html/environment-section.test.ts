import { test } from 'tap';
import { armResult, makeEnvironment, makeResult } from '../fixtures.ts';
import { classed, named, pageOf } from './page-parts.ts';
import type { XmlElement } from './xml.ts';

test('each arm has its throughput, and a run without time none', async (t) => {
  const rows = (page: XmlElement) =>
    classed(page, 'throughput').flatMap((table) =>
      named(table, 'tr').map(({ children }) => children.map(({ text }) => text)),
    );
  t.same(rows(pageOf()).slice(0, 2), [
    ['arm', 'cycles', 'cycles per second', 'time per cycle', 'failed'],
    ['off', '3,840', '1,480', '0.676 ms', '0.4%'],
  ]);
  const stopped = armResult('off', { cycles: 0, cyclesPerSecond: 0 });
  t.same(rows(pageOf({ result: makeResult({ arms: [stopped] }) }))[1], [
    'off',
    '0',
    'unknown',
    'unknown',
    'unknown',
  ]);
});

test('the flag is shown as it was read back for each arm', async (t) => {
  const { text } = pageOf();
  t.ok(
    text.includes('off64-bitHKLM\\SOFTWARE\\Microsoft\\Windows Messaging Subsystem\\Applications004'),
    text.slice(text.indexOf('as read back')),
  );
  const wrong = { arm: 'on', wanted: 1, view: null, key: null, value: null, times: 1 } as const;
  t.match(pageOf({ flagReadBacks: [wrong] }).text, 'onnot notednot noted1no such value1');
  t.match(pageOf({ flagReadBacks: [] }).text, 'It was never written.');
});

test('Wine is not taken for Windows', async (t) => {
  const { text } = pageOf({
    environment: makeEnvironment({ platform: 'win32', osRelease: '10.0', wine: '8.0' }),
  });
  t.match(text, 'win32 10.0, which is Wine 8.0');
});

const dialsInForce = (change: Parameters<typeof makeEnvironment>[0]): readonly string[] =>
  named(pageOf({ environment: makeEnvironment(change) }), 'div')
    .filter(({ children }) => children[0]?.name === 'dt' && children[0].text === 'Dials in force')
    .map(({ children }) => children[1]?.text ?? '');

test('the environment says which dials of the stand-in differ from their defaults', async (t) => {
  t.same(dialsInForce({ standInDials: { InstanceBytes: 70_000, RefuseProfile: '<b>' } }), [
    'InstanceBytes 70000, RefuseProfile <b>; the rest as by default',
  ]);
  t.same(dialsInForce({}), ['all as by default']);
  t.same(dialsInForce({ standIn: false }), [], 'another provider has none');
});

test('a library that could not be read is listed with the reason', async (t) => {
  const library = { path: 'C:\\c2r.dll', bytes: null, sha256: null, version: null, unreadable: 'EBUSY' };
  const page = pageOf({ environment: makeEnvironment({ libraries: [library] }) });
  t.ok(named(page, 'td').some(({ text }) => /^could not be read: .*EBUSY/.test(text)));
});

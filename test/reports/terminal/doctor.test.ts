import stringWidth from 'string-width';
import { test } from 'tap';
import type { Doctor } from '../../../harness/contract/doctor.ts';
import { renderDoctor } from '../../../reports/terminal/doctor.ts';

const FILE = {
  path: 'C:\\A\\p.dll',
  bytes: 29_184,
  sha256: 'ab',
  format: 'PE',
  bitness: 32,
  version: '6.5.7232.75',
  productName: null,
  originalName: null,
} as const;

const DOCTOR: Doctor = {
  schema: 1,
  mapileak: '0.1.0',
  node: '22.23.2',
  platform: 'win32',
  osRelease: '10.0.18362',
  wine: null,
  bitness: 32,
  mapi: { kind: 'system' },
  checks: [
    { id: 'node', title: 'Node', outcome: 'ok', finding: '22.23.2, 32-bit', remedy: null },
    {
      id: 'exchange',
      title: 'Exchange',
      outcome: 'warn',
      finding: 'not on this machine',
      remedy: 'Run it there.',
    },
    {
      id: 'bitness',
      title: 'Bitness',
      outcome: 'fail',
      finding: 'C:\\x\u{202e}.dll is 64-bit',
      remedy: 'Use 64-bit.',
    },
    { id: 'cdo', title: 'Cdo.dll', outcome: 'unknown', finding: 'not verified', remedy: null },
  ],
  candidates: [
    {
      kind: 'mail-client',
      name: 'A',
      registryEntry: 'HKLM\\X: DLLPathEx',
      path: FILE.path,
      file: FILE,
      note: 'the default',
    },
    { kind: 'mapped-app', name: 'node.exe', registryEntry: null, path: null, file: null, note: 'goes to A' },
  ],
  provider: { path: FILE.path, standIn: true, because: 'it was asked for', registryEntry: null },
  modules: [{ path: FILE.path, loaded: 'with-mapi', standIn: true, file: FILE }],
  flag: [{ view: '32-bit', key: 'HKLM\\Y', value: 'not-a-dword' }],
  files: [],
};

const PLAIN = { width: 80, colour: false, unicode: true };

test('every check is one line with its outcome in words, and what to do below it', async (t) => {
  const lines = renderDoctor(DOCTOR, PLAIN).split('\n');
  t.ok(lines.includes('ok       Node      22.23.2, 32-bit'));
  const at = lines.indexOf('warn     Exchange  not on this machine');
  t.equal(lines[at + 1], `${' '.repeat(19)}Run it there.`);
  t.ok(lines.includes('unknown  Cdo.dll   not verified'));
  t.equal(lines.at(-2), '1 ok, 1 warning, 1 failure, 1 unknown.');
});

test('candidates, loaded modules and the flag are listed with what is known of them', async (t) => {
  const text = renderDoctor(DOCTOR, { ...PLAIN, width: 400 });
  t.match(
    text,
    'mail client A: C:\\A\\p.dll (6.5.7232.75, 32-bit, 29,184 bytes) - the default [HKLM\\X: DLLPathEx]',
  );
  t.match(text, 'MSMapiApps node.exe: - goes to A');
  t.match(text, 'C:\\A\\p.dll (6.5.7232.75, 32-bit, 29,184 bytes) with MAPI, the stand-in');
  t.match(text, 'not a REG_DWORD in HKLM\\Y (32-bit view)');
});

test('no line is wider than the screen, down to narrow ones', async (t) => {
  for (const width of [24, 40, 59, 60, 80, 120]) {
    for (const line of renderDoctor(DOCTOR, { ...PLAIN, width }).split('\n')) {
      t.ok(stringWidth(line) <= width, `${width}: ${line}`);
    }
  }
});

test('colour is used only where it is wanted, and text from outside cannot steer the terminal', async (t) => {
  const plain = renderDoctor(DOCTOR, { ...PLAIN, unicode: false });
  t.notMatch(plain, /[^\n\x20-\x7e]/);
  t.match(plain, '\\u{202e}');
  const coloured = renderDoctor(DOCTOR, { ...PLAIN, colour: true });
  t.match(coloured, '\u{1b}[31mfail');
});

test('copied files alone make no empty sections', async (t) => {
  const files: Doctor = { ...DOCTOR, mapi: null, candidates: [], provider: null, modules: [], flag: [] };
  t.notMatch(renderDoctor(files, PLAIN), /MAPI on this machine|Loaded|CleanUpMAPIHeap/);
});

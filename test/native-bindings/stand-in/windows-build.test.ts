import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'tap';
import { exportSpellings } from '../../../native-bindings/ffi/signature.ts';
import { MAPI32, STAND_IN_IDENTITY } from '../../../native-bindings/mapi/signatures.ts';
import { buildStandInDll } from '../../../native-bindings/stand-in/build.ts';
import { WINDOWS_PLATFORMS, windowsStandIn } from '../../../native-bindings/stand-in/paths.ts';
import { MINGW } from '../../../native-bindings/stand-in/windows-recipe.ts';
import { crossCompilerMissing } from '../../support/build-stack-check.ts';

/** All that the provider may need, and what Windows 7 has of itself. */
const SYSTEM_DLLS = ['ADVAPI32.dll', 'KERNEL32.dll', 'msvcrt.dll'];
const EXPORTS = [
  'MAPIAdminProfiles@8',
  'MAPIAllocateBuffer@8',
  'MAPIAllocateMore@12',
  'MAPIFreeBuffer@4',
  'MAPIInitialize@4',
  'MAPILogonEx@20',
  'MAPIUninitialize@0',
  'MapileakStandInIdentity@0',
  'MapileakStandInLiveObjects@0',
  'MapileakStandInMisuses@0',
];

/** COM looks for plain names on every platform. */
const CDO_EXPORTS = ['DllCanUnloadNow', 'DllGetClassObject', 'MapileakCdoLiveObjects', 'MapileakCdoMisuses'];

/** Simple MAPI has plain names on every platform. */
const UNDECORATED = ['MAPILogoff', 'MAPILogon'];

const skip = crossCompilerMissing();

/** VS_FIXEDFILEINFO (verrsrc.h): signature, structure version, then the four parts of the file version. */
function fileVersion(image: Buffer): string {
  const start = image.indexOf(Buffer.from([0xbd, 0x04, 0xef, 0xfe]));
  const part = (offset: number): number => image.readUInt16LE(start + offset);
  return [part(10), part(8), part(14), part(12)].join('.');
}

function linesOf(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, found = '']) => found);
}

for (const platform of WINDOWS_PLATFORMS) {
  test(`the ${platform} DLL exports and needs what it should and no more`, { skip }, async (t) => {
    const { mapi32 } = buildStandInDll({ platform }).paths;
    t.equal(mapi32, windowsStandIn(platform).mapi32);
    const dump = spawnSync(`${MINGW[platform].prefix}-objdump`, ['-p', mapi32], { encoding: 'utf8' }).stdout;
    const exported = linesOf(dump, /^\t\[ *\d+\] (\w[\w@]*)$/gm);
    const plain = [...EXPORTS.map((name) => name.replace(/@\d+/, '')), ...UNDECORATED];
    t.same([...exported].sort(), platform === 'win32-ia32' ? [...plain, ...EXPORTS].sort() : plain.sort());
    t.same(linesOf(dump, /DLL Name: (\S+)/g), SYSTEM_DLLS);

    const bound = { ...MAPI32, [STAND_IN_IDENTITY.name]: STAND_IN_IDENTITY.signature };
    for (const [name, signature] of Object.entries(bound)) {
      const found = exportSpellings(name, signature).filter((spelling) => exported.includes(spelling));
      t.equal(found.length, platform === 'win32-ia32' ? 2 : 1, `${name} is found in every spelling`);
    }
  });

  test(`the ${platform} CDO has the exports of a COM server, and calls MAPI by mapi32.dll`, {
    skip,
  }, async (t) => {
    const { cdo } = buildStandInDll({ platform }).paths;
    t.equal(cdo, windowsStandIn(platform).cdo);
    const dump = spawnSync(`${MINGW[platform].prefix}-objdump`, ['-p', cdo], { encoding: 'utf8' }).stdout;
    const exported = linesOf(dump, /^\t\[ *\d+\] (\w[\w@]*)$/gm);
    t.same([...exported].sort(), CDO_EXPORTS);
    const needed = linesOf(dump, /DLL Name: (\S+)/g).map((name) => name.toLowerCase());
    t.same([...needed].sort(), ['kernel32.dll', 'mapi32.dll', 'msvcrt.dll', 'ole32.dll', 'oleaut32.dll']);
  });

  test(`the ${platform} DLLs say which files they play, and that they are not them`, {
    skip,
  }, async (t) => {
    const wide = (text: string) => Buffer.from(text, 'utf16le');
    for (const file of ['mapi32', 'cdo'] as const) {
      const read = (release: 'hotfixed' | 'sp1') =>
        readFileSync(buildStandInDll({ platform, release }).paths[file]);
      t.equal(fileVersion(read('hotfixed')), '6.5.7232.75', 'the version of KB 891509');
      t.equal(fileVersion(read('sp1')), '6.5.7226.0');
      for (const image of [read('hotfixed'), read('sp1')]) {
        t.ok(image.includes(wide('mapileak (not Microsoft)')));
        t.ok(image.includes(wide(`mapileak stand-in ${file === 'cdo' ? 'CDO' : 'MAPI'}`)));
        t.ok(image.includes(wide(`standin-${file}.dll`)));
        t.notOk(image.includes(wide('Microsoft Corporation')));
      }
    }
    t.not(windowsStandIn(platform, 'sp1').mapi32, windowsStandIn(platform).mapi32);
  });
}

test('the same sources give the same bytes, wherever and whenever they are built', { skip }, async (t) => {
  const platform = 'win32-ia32';
  const images = ['a', 'b'].map((name) => {
    const { paths } = buildStandInDll({ platform, buildRoot: join(t.testdir({ a: {}, b: {} }), name) });
    return readFileSync(paths.mapi32);
  });
  t.ok(images[0]?.length);
  t.same(images[0]?.equals(images[1] ?? Buffer.alloc(0)), true);
});

test('without the cross compiler the error names the package to install', async (t) => {
  for (const platform of WINDOWS_PLATFORMS) {
    const build = () => buildStandInDll({ platform, buildRoot: t.testdir(), environment: { PATH: '' } });
    const remedy = new RegExp(`apt-get install ${MINGW[platform].debianPackage}$`);
    t.throws(build, { code: 'NO_COMPILER', exitCode: 4, remedy });
  }
});

test('a target that does not exist is a wrong command line', async (t) => {
  const script = fileURLToPath(new URL('../../../native-bindings/stand-in/build.js', import.meta.url));
  for (const args of [['--target', 'win32-arm64'], ['--unknown'], ['linux']]) {
    const { stderr, status } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
    t.equal(status, 2, args.join(' '));
    t.match(stderr, 'win32-ia32, win32-x64, all-windows');
  }
});

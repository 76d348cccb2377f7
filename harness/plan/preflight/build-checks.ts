import {
  HOTFIX,
  type MapiFileName,
  mapiFileOf,
  stageOf,
  UNVERIFIED_BUILDS,
} from '../../../native-bindings/mapi/known-builds.ts';
import { type ExaminedFile, isReadable } from '../../../native-bindings/windows/image-file.ts';
import type { Check } from '../../contract/check.ts';
import type { FileFacts } from '../../contract/doctor.ts';
import { isStandInDll } from '../stand-in.ts';
import { type CheckMaker, checkOf } from './make-check.ts';

const GET_HOTFIX = `Install the hotfix of KB 891509 (Mapi32.dll and Cdo.dll ${HOTFIX.version}), or measure with --expect not-fixed.`;
const SP1 = `build ${UNVERIFIED_BUILDS.sp1}, not verified`;

/** A file against the hotfix table of KB 891509. `file` is null where only loading MAPI could tell which one it is. */
export function buildCheck(check: CheckMaker, file: ExaminedFile | null, role: MapiFileName): Check {
  if (file === null) return check.unknown('not known before MAPI is loaded', 'Run `mapileak doctor`.');
  if (!isReadable(file)) return check.unknown(`${file.path}: ${file.unreadable}`, null);
  if (file.format === 'ELF') return check.ok('a library of Linux, without a file version');
  const name = `${file.path} ${file.version ?? ''}`.trimEnd();
  if (isStandInDll(file)) return standInCheck(check, name, file);
  switch (stageOf(file.version)) {
    case 'hotfix':
      return hotfixCheck(check, name, file, role);
    case 'after-hotfix':
      return check.ok(`${name}, later than the hotfix ${HOTFIX.version}`);
    case 'sp2-or-later':
      return check.unknown(
        `${name}: not verified whether builds since SP2 obey CleanUpMAPIHeap`,
        'Let `mapileak compare` measure it.',
      );
    case 'before-hotfix':
      return check.warn(
        `${name} is older than the hotfix ${HOTFIX.version}: CleanUpMAPIHeap does nothing`,
        GET_HOTFIX,
      );
    case 'before-sp1':
      return check.warn(
        `${name} is older than SP1 (${SP1}), which the hotfix needs`,
        'Install Exchange Server 2003 SP1, then the hotfix of KB 891509.',
      );
    case 'other-product':
      return check.warn(`${name} is not of Exchange 2003 (6.5): KB 891509 says nothing about it`, null);
    case 'no-version':
      return check.unknown(`${name} has no file version`, null);
  }
}

/** The stand-in's DLL plays a build of Exchange's, and has its version. */
function standInCheck(check: CheckMaker, name: string, { version }: FileFacts): Check {
  if (stageOf(version) !== 'before-hotfix') return check.ok(`${name} is the stand-in, not Exchange`);
  return check.warn(
    `${name} is the stand-in as a build from before the hotfix: CleanUpMAPIHeap does nothing`,
    'Expect it: --expect not-fixed.',
  );
}

function hotfixCheck(check: CheckMaker, name: string, file: FileFacts, role: MapiFileName): Check {
  const expected = HOTFIX.bytes[role];
  if (file.bytes === expected)
    return check.ok(`${name}, ${file.bytes} bytes: the hotfix of ${HOTFIX.source}`);
  return check.warn(
    `${name} has the hotfix’s version but ${file.bytes} bytes; the English ${role} has ${expected}`,
    'See whether it is another language’s file, or was changed.',
  );
}

export function mapiBuildCheck(file: ExaminedFile | null): Check {
  return buildCheck(checkOf('mapi-build', 'Mapi32.dll'), file, 'Mapi32.dll');
}

/** The hotfix replaces Cdo.dll and Mapi32.dll together; one without the other is no installation of it. */
export function cdoBuildCheck(cdo: ExaminedFile, mapi: ExaminedFile | null): Check {
  const maker = checkOf('cdo-build', 'Cdo.dll');
  const check = buildCheck(maker, cdo, 'Cdo.dll');
  if (check.outcome !== 'ok' || mapi === null || !isReadable(mapi) || !isReadable(cdo)) return check;
  if (!isOfExchange(mapi) || mapi.version === cdo.version) return check;
  return maker.warn(
    `${cdo.path} ${cdo.version ?? ''} and Mapi32.dll ${mapi.version ?? ''} are not of one build`,
    'Install the hotfix whole: it replaces both files.',
  );
}

/** Checks of one copied file; works on any system. */
export function copiedFileChecks(file: ExaminedFile): readonly Check[] {
  const title = file.path.split(/[/\\]/).at(-1) ?? file.path;
  const form = checkOf('file', title);
  if (!isReadable(file)) return [form.fail(`${file.path}: ${file.unreadable}`, 'Check the path.')];
  if (file.format !== 'PE')
    return [form.fail(`${file.path} is no library of Windows`, 'Copy the file once more, in binary mode.')];
  const made = file.originalName === null ? '' : `, made as ${file.originalName}`;
  const described = form.ok(
    `${file.bytes} bytes, version ${file.version ?? 'none'}, ${file.bitness}-bit${made}`,
  );
  const role = mapiFileOf(file.path, file.originalName);
  const build = checkOf('file-build', title);
  if (role === null) {
    return [described, build.unknown('neither Mapi32.dll nor Cdo.dll, by its name', null)];
  }
  return [described, buildCheck(build, file, role), copiedBitnessCheck(title, file)];
}

function copiedBitnessCheck(title: string, { bitness, version }: FileFacts): Check {
  const check = checkOf('file-bitness', title);
  const isExchange = stageOf(version) !== 'other-product' && version !== null;
  if (bitness === 64 && isExchange) {
    return check.warn(
      '64-bit, but MAPI and CDO of Exchange 2003 are 32-bit',
      'See where the file comes from.',
    );
  }
  return check.ok(`${bitness}-bit: needs a ${bitness}-bit Node`);
}

function isOfExchange(file: FileFacts): boolean {
  const stage = stageOf(file.version);
  return !isStandInDll(file) && stage !== 'other-product' && stage !== 'no-version';
}

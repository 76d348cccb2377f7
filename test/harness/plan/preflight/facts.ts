import type { PreflightFacts } from '../../../../harness/plan/preflight/facts.ts';
import type { ImageFile } from '../../../../native-bindings/windows/image-file.ts';

/** A PE file as it would be described. */
export function dll(path: string, change: Partial<ImageFile> = {}): ImageFile {
  return {
    path,
    bytes: 635_904,
    sha256: '0'.repeat(64),
    format: 'PE',
    bitness: 32,
    version: '6.5.7232.75',
    productName: 'Microsoft Exchange',
    originalName: null,
    ...change,
  };
}

const EXCHANGE_MAPI = dll('C:\\Windows\\System32\\mapi32.dll');

/** A 32-bit process on the Exchange server of the article, hotfixed, as an administrator: everything is in order. */
export function makeFacts(change: Partial<PreflightFacts> = {}): PreflightFacts {
  return {
    machine: {
      platform: 'win32',
      osRelease: '10.0.14393',
      node: '22.23.2',
      bitness: 32,
      wine: null,
      view: '32-bit',
    },
    provider: {
      choice: { kind: 'system' },
      loader: EXCHANGE_MAPI,
      lookup: null,
      implementation: EXCHANGE_MAPI,
    },
    cdo: dll('C:\\Windows\\System32\\cdo.dll', { bytes: 708_608 }),
    cdoClasses: [
      {
        view: '32-bit',
        classId: '{3FA7DEB3-6438-101B-ACC1-00AA00423326}',
        server: dll('C:\\Windows\\System32\\cdo.dll', { bytes: 708_608 }),
      },
    ],
    exchange: { present: true, store: dll('C:\\Exchsrvr\\bin\\store.exe', { version: '6.5.7226.0' }) },
    rights: { administrator: true, privileges: [{ name: 'SeImpersonatePrivilege', enabled: true }] },
    deniedKeys: [],
    flag: [],
    ...change,
  };
}

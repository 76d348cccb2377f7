import { CallFailure } from '../../native-bindings/checks/call-failure.ts';
import { exportSpellings } from '../../native-bindings/ffi/signature.ts';
import { loadedLibraries } from '../../native-bindings/linux/loaded-libraries.ts';
import { endWithParent } from '../../native-bindings/linux/parent-death.ts';
import { openMapi } from '../../native-bindings/mapi/open-mapi.ts';
import { STAND_IN_IDENTITY } from '../../native-bindings/mapi/signatures.ts';
import { ProcessModules } from '../../native-bindings/windows/modules.ts';
import { openWindows, type Windows } from '../../native-bindings/windows/windows.ts';
import { messageOf } from '../contract/errors.ts';
import {
  type FromProbe,
  type ProbeFailure,
  type ProbeModule,
  type ToProbe,
  toProbeSchema,
} from './mapi-probe-messages.ts';

/**
 * The probe: a process that loads MAPI as a session host would, initializes it once without a logon, and says which
 * libraries came with it. It is a process of its own since a DLL may hang it, end it, or stay in it.
 */

type ListModules = () => readonly ProbeModule[];

function say(message: FromProbe): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) resolve();
    else process.send(message, () => resolve());
  });
}

async function probe({ ffi, mapi: choice }: ToProbe): Promise<void> {
  const windows = await openWindows(ffi);
  if (process.platform === 'linux') endWithParent(windows.cLibrary);
  let standInPath: string | null = null;
  const list = moduleLister(windows, () => standInPath);
  await say({ say: 'started', modules: [...list()] });
  const opened = openMapi(windows, choice, () => {});
  const { mapi } = opened;
  if (opened.isStandIn()) standInPath = opened.path;
  await say({ say: 'loaded', modules: [...list()] });
  const failure = failureOf(() => mapi.initialize());
  await say({ say: 'initialized', failure, modules: [...list()] });
  if (failure === null) await say({ say: 'uninitialized', failure: failureOf(() => mapi.uninitialize()) });
}

function failureOf(call: () => void): ProbeFailure {
  try {
    call();
    return null;
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error;
    return { code: error.code, message: error.message };
  }
}

/** Who exports the stand-in's mark is asked of each module on Windows; on Linux the provider is loaded directly. */
function moduleLister(windows: Windows, standInPath: () => string | null): ListModules {
  if (process.platform !== 'win32') {
    return () => loadedLibraries().map((path) => ({ path, standIn: path === standInPath() }));
  }
  const modules = new ProcessModules(windows);
  const marks = exportSpellings(STAND_IN_IDENTITY.name, STAND_IN_IDENTITY.signature);
  return () =>
    modules.list().map((module) => ({
      path: module.path,
      standIn: marks.some((mark) => modules.exports(module, mark)),
    }));
}

process.on('disconnect', () => process.exit());
process.once('message', (message) => {
  const parsed = toProbeSchema.safeParse(message);
  const done = parsed.success ? probe(parsed.data) : Promise.reject(parsed.error);
  done
    .catch((error: unknown) => say({ say: 'failed', message: messageOf(error) }))
    .finally(() => process.disconnect());
});

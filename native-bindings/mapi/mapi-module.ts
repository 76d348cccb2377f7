import type { MapiChoice } from '../../harness/contract/plan.ts';
import type { CallMarker } from '../checks/call-marker.ts';
import { bindAll } from '../ffi/bind-table.ts';
import { libraryFiles } from '../ffi/libraries.ts';
import { exportSpellings, type NativeFunction, type Signature } from '../ffi/signature.ts';
import { ModuleLoader } from '../windows/module-loader.ts';
import type { Windows } from '../windows/windows.ts';
import { Mapi } from './mapi.ts';
import { standInIsLoaded } from './open-mapi.ts';
import { MAPI32, STAND_IN_IDENTITY } from './signatures.ts';

/**
 * mapi32.dll for a program that loads and frees it again and again (KB 901014: such a program leaks). A function is
 * bound once for each address that it turns up at, and Windows puts a library to the same address again: binding
 * anew in every cycle would leak by itself.
 */
export class MapiModule {
  /** The file that is loaded. */
  readonly path: string;
  private readonly windows: Windows;
  private readonly mark: CallMarker;
  private readonly loader: ModuleLoader;
  private readonly byInitialize = new Map<number, Mapi>();

  constructor(windows: Windows, choice: MapiChoice, mark: CallMarker) {
    this.path = libraryFiles(choice).mapi32;
    this.windows = windows;
    this.mark = mark;
    this.loader = new ModuleLoader(windows);
  }

  /**
   * Loads the library, and frees it when the action is done. MAPI must be uninitialized by then.
   * @throws CallFailure of loading or of the action; HarnessError EXPORT_MISSING if it is no MAPI provider
   */
  whileLoaded(action: (mapi: Mapi, module: number) => void): void {
    this.mark('LoadLibraryW');
    const module = this.loader.load(this.path);
    try {
      action(this.mapiOf(module), module);
    } finally {
      this.mark('FreeLibrary');
      this.loader.free(module);
    }
  }

  /** Whether what is loaded now is the stand-in, or calls it. */
  isStandIn(module: number): boolean {
    if (process.platform === 'win32') return standInIsLoaded(this.windows);
    return this.loader.addressOf(module, STAND_IN_IDENTITY.name) !== 0;
  }

  private mapiOf(module: number): Mapi {
    const initialize = this.addressOf(module, 'MAPIInitialize', MAPI32.MAPIInitialize);
    const known = this.byInitialize.get(initialize);
    if (known !== undefined) return known;
    const { engine, memory, calls, live } = this.windows;
    const find = (name: string, signature: Signature): NativeFunction<Signature> | undefined => {
      const address = this.addressOf(module, name, signature);
      return address === 0 ? undefined : engine.bindAddress(address, signature);
    };
    const mapi = new Mapi({
      engine,
      memory,
      calls,
      live,
      mark: this.mark,
      bind: (table, remedy) => bindAll(this.path, table, find, remedy),
    });
    this.byInitialize.set(initialize, mapi);
    return mapi;
  }

  /** Under the first spelling that the library exports; 0 if there is none. */
  private addressOf(module: number, name: string, signature: Signature): number {
    for (const spelling of exportSpellings(name, signature)) {
      const address = this.loader.addressOf(module, spelling);
      if (address !== 0) return address;
    }
    return 0;
  }
}

import type { CallMarker } from '../../native-bindings/checks/call-marker.ts';
import type { Mapi } from '../../native-bindings/mapi/mapi.ts';
import { MapiModule } from '../../native-bindings/mapi/mapi-module.ts';
import { loadedMapiLibraries } from '../../native-bindings/mapi/mapi-modules.ts';
import { openMapi } from '../../native-bindings/mapi/open-mapi.ts';
import type { Windows } from '../../native-bindings/windows/windows.ts';
import { HarnessError } from '../contract/errors.ts';
import type { MapiChoice } from '../contract/plan.ts';

/** What is loaded in this process, as a run's environment names it. */
export interface LoadedMapi {
  readonly standIn: boolean;
  readonly libraries: readonly string[];
}

/** MAPI as a session host has it: loaded for life, or by its scenario. */
export interface HostMapi {
  /** @throws HarnessError SCENARIO if the scenario loads MAPI itself */
  readonly mapi: Mapi;
  /** @throws HarnessError SCENARIO if the scenario does not */
  readonly mapiModule: MapiModule;
  /** @param initialize whether MAPI is to be initialized for it, since some load their provider there */
  look(initialize: boolean): LoadedMapi;
  /** Uninitializes MAPI if it still is for having been looked at. */
  leave(): void;
}

type OpenHostMapi = (windows: Windows, choice: MapiChoice, mark: CallMarker) => HostMapi;

/** MAPI is loaded now and stays. */
export const keptMapi: OpenHostMapi = (windows, choice, mark) => {
  const { isStandIn, mapi, path } = openMapi(windows, choice, mark);
  let initialized = false;
  return {
    mapi,
    get mapiModule(): never {
      throw misused('mapiModule', 'it does not say `loadsMapi`, so MAPI is loaded already');
    },
    look(initialize) {
      if (initialize) mapi.initialize();
      initialized = initialize;
      return factsOf(windows, path, isStandIn());
    },
    // As the last thing of all: a MAPIUninitialize that never returns must not keep what was seen from being told.
    leave() {
      if (initialized) mapi.uninitialize();
      initialized = false;
    },
  };
};

/** MAPI is loaded by nobody but the scenario, and for a moment to be looked at. */
export const reloadedMapi: OpenHostMapi = (windows, choice, mark) => {
  const mapiModule = new MapiModule(windows, choice, mark);
  return {
    mapiModule,
    get mapi(): never {
      throw misused('mapi', 'it says `loadsMapi`, and this would load MAPI for good');
    },
    look(initialize) {
      let facts: LoadedMapi | undefined;
      mapiModule.whileLoaded((mapi, module) => {
        if (initialize) mapi.initialize();
        try {
          facts = factsOf(windows, mapiModule.path, mapiModule.isStandIn(module));
        } finally {
          if (initialize) mapi.uninitialize();
        }
      });
      if (facts === undefined) throw new Error('MAPI was loaded, but not looked at');
      return facts;
    },
    leave: () => {},
  };
};

function factsOf(windows: Windows, path: string, standIn: boolean): LoadedMapi {
  return { standIn, libraries: loadedMapiLibraries(windows, path) };
}

function misused(property: string, why: string): HarnessError {
  return new HarnessError(
    'SCENARIO',
    `the scenario asks for ${property}, but ${why}`,
    'Say loadsMapi: true in scenarios that use mapiModule, and in no other: see docs/scenarios.md.',
  );
}

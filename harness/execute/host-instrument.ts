import type { LiveCounts, LiveSnapshot } from '../../native-bindings/checks/live-counts.ts';
import type { NativeBuffer } from '../../native-bindings/ffi/engine.ts';
import { POINTER_BYTES } from '../../native-bindings/ffi/words.ts';
import { endWithParent } from '../../native-bindings/linux/parent-death.ts';
import { profileFolder } from '../../native-bindings/mapi/profile-folder.ts';
import { dialsInForce } from '../../native-bindings/stand-in/dials-in-force.ts';
import { ProcessHeaps } from '../../native-bindings/windows/heaps.ts';
import { impersonationBy } from '../../native-bindings/windows/impersonation.ts';
import { KeptBlocks } from '../../native-bindings/windows/kept-blocks.ts';
import { knownHeaps } from '../../native-bindings/windows/known-heaps.ts';
import { Registry } from '../../native-bindings/windows/registry.ts';
import { takeSecretMemory } from '../../native-bindings/windows/secret-memory.ts';
import { Tokens } from '../../native-bindings/windows/tokens.ts';
import { openWindows, type Windows } from '../../native-bindings/windows/windows.ts';
import { loadScenario } from '../../scenarios/catalogue.ts';
import type { Cycles } from '../../scenarios/scenario.ts';
import type { Counter } from '../sample/counters.ts';
import { HeapNames } from '../sample/heap-names.ts';
import { InsideSampler } from '../sample/inside.ts';
import { platformSources } from '../sample/platform-counters.ts';
import { ballastBlocks } from './ballast.ts';
import { FlightRecorder } from './flight-recorder.ts';
import { HostCdo } from './host-cdo.ts';
import { keptMapi, reloadedMapi } from './host-mapi.ts';
import type { HostReady, ToHost } from './messages.ts';
import type { PasswordReceiver } from './sealed-password.ts';

export type OpenMessage = Extract<ToHost, { say: 'open' }>;

/** Everything a session host works with, opened once. */
export interface Instrument {
  readonly cycles: Cycles;
  readonly sampler: InsideSampler;
  readonly recorder: FlightRecorder;
  readonly live: LiveCounts;
  /** What is live from before the first cycle to after the last. */
  readonly heldThroughout: LiveSnapshot;
  readonly tokens: Tokens;
  readonly ready: HostReady;
  /** Takes the bytes that this host itself is to leak in each cycle. */
  plant(): void;
  /** Zeroes the password. Nobody can be logged on afterwards. */
  erasePassword(): void;
  /** Lets MAPI go, as far as this host holds it itself. */
  leaveMapi(): void;
}

/**
 * @param receiver of the password, which is used up
 * @throws HarnessError, or a CallFailure if the scenario cannot begin
 */
export async function openInstrument(
  message: OpenMessage,
  receiver: PasswordReceiver | null,
): Promise<Instrument> {
  const { plan } = message;
  const windows = await openWindows(plan.ffi);
  if (process.platform === 'linux') endWithParent(windows.cLibrary);
  const scenario = await loadScenario(message.scenario);
  const recorder = new FlightRecorder(windows, message.flightRecord);
  const kept = new KeptBlocks(windows);
  for (const blockBytes of ballastBlocks(message.ballastBytes)) kept.take(blockBytes);
  const heaps = new ProcessHeaps(windows, recorder.mark);
  const names = new HeapNames();
  for (const { handle, name } of knownHeaps(windows)) names.name([handle], name);
  names.name(heaps.list(), 'made before MAPI was loaded');
  const hostMapi = (scenario.loadsMapi === true ? reloadedMapi : keptMapi)(windows, plan.mapi, recorder.mark);
  names.name(heaps.list(), 'first seen when MAPI was loaded');

  const password = unsealed(message, receiver, windows);

  const tokens = new Tokens(windows);
  const impersonation = impersonationBy(tokens, {
    kind: plan.impersonation,
    logonType: plan.logonType,
    password: password.address,
    mark: recorder.mark,
  });
  const hostCdo = new HostCdo(windows, recorder.mark);
  const cycles = scenario.open({
    impersonation,
    firstMailbox: message.firstMailbox,
    cdo: () => hostCdo.open(),
    get mapi() {
      return hostMapi.mapi;
    },
    get mapiModule() {
      return hostMapi.mapiModule;
    },
    get profileFolder() {
      return profileFolder(windows, process.env);
    },
  });
  const openedCdo = hostCdo.scenarioIsOpen();
  // Every scenario of the project that initializes MAPI once does so here.
  names.name(heaps.list(), 'first seen at MAPIInitialize');
  const { standIn, libraries } = hostMapi.look(message.probe);
  const platform = platformSources(windows, heaps);
  const counters = [...platform.counters, ...countersOf(cycles)];
  const sampler = new InsideSampler({ heaps, names, ...platform, counters }, plan.walkBudget);
  recorder.mark('between cycles');
  const bitness = POINTER_BYTES === 4 ? 32 : 64;
  return {
    cycles,
    sampler,
    recorder,
    live: windows.live,
    heldThroughout: windows.live.snapshot(),
    tokens,
    ready: {
      standIn,
      standInDials: standIn ? dialsInForce(new Registry(windows), bitness === 32 ? '32-bit' : '64-bit') : {},
      bitness,
      wine: windows.wine,
      libraries: [...libraries],
      usesCdo: openedCdo || scenario.usesCdo === true,
    },
    plant: () => {
      if (message.plantedBytesPerCycle > 0) kept.take(message.plantedBytesPerCycle);
    },
    erasePassword: () => password.bytes.fill(0),
    leaveMapi: () => hostMapi.leave(),
  };
}

/** The password where LogonUserW is going to read it, the only copy in this process; an empty one if there is none. */
function unsealed(
  { password }: OpenMessage,
  receiver: PasswordReceiver | null,
  windows: Windows,
): NativeBuffer {
  if (password === null) return windows.engine.allocate(2);
  if (receiver === null) throw new Error('a password came that no key was agreed on for');
  const memory = takeSecretMemory(windows, password.sealed.length);
  receiver.open(password, memory.bytes);
  return memory;
}

/** What only the scenario can count. */
function countersOf(cycles: Cycles): readonly Counter[] {
  if (cycles.profilesLeft === undefined) return [];
  return [{ resource: 'temporaryProfiles', zeroIsACount: true, read: () => cycles.profilesLeft?.() ?? 0 }];
}

import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { complaint } from '../contract/json-input.ts';
import { onceEnded } from './child-end.ts';
import {
  type FromProbe,
  fromProbeSchema,
  type ProbeFailure,
  type ProbeModule,
  type ToProbe,
} from './mapi-probe-messages.ts';

/** Longer than any healthy MAPIInitialize; the stub may wait for an answer in a dialog that nobody sees. */
const PROBE_MS = 30_000;

/** How far the probe came. Modules are in the order in which they were loaded. */
export type ProbeOutcome =
  | {
      readonly outcome: 'initialized';
      /** The error of MAPIInitialize, or else of MAPIUninitialize; null if both succeeded. */
      readonly failure: ProbeFailure;
      readonly modules: ProbeModules;
    }
  | { readonly outcome: 'not-loaded'; readonly detail: string; readonly modules: ProbeModules }
  | { readonly outcome: 'died' | 'hung'; readonly detail: string; readonly modules: ProbeModules };

/** What was in the process at each step; a step that was not reached repeats the one before. */
export interface ProbeModules {
  readonly before: readonly ProbeModule[];
  readonly loaded: readonly ProbeModule[];
  readonly initialized: readonly ProbeModule[];
}

/** Loads MAPI in a process of its own and initializes it once. Never throws for what MAPI does. */
export async function probeMapi(question: ToProbe, timeoutMs = PROBE_MS): Promise<ProbeOutcome> {
  // Not pipes: they fail in Node for Windows under Wine.
  const child = fork(fileURLToPath(new URL('./mapi-probe-host.js', import.meta.url)), [], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const said: FromProbe[] = [];
  child.on('message', (message) => {
    const parsed = fromProbeSchema.safeParse(message);
    said.push(parsed.success ? parsed.data : { say: 'failed', message: complaint(parsed.error) });
  });
  child.send(question, () => {});
  const end = await endOf(child, timeoutMs);
  return outcomeOf(said, end, timeoutMs);
}

/** What comes after the last thing that was said. */
function nextStep(said: readonly FromProbe[]): string {
  if (said.some((message) => message.say === 'initialized')) return 'MAPIUninitialize';
  return said.some((message) => message.say === 'loaded') ? 'MAPIInitialize' : 'loading MAPI';
}

/** null if the time was up. */
async function endOf(child: ChildProcess, timeoutMs: number): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  let isLate = false;
  const end = await new Promise<string>((resolve) => {
    timer = setTimeout(() => {
      isLate = true;
      child.kill('SIGKILL');
    }, timeoutMs);
    onceEnded(child, resolve);
  });
  clearTimeout(timer);
  return isLate ? null : end;
}

function outcomeOf(said: readonly FromProbe[], end: string | null, timeoutMs: number): ProbeOutcome {
  const before = said.find((message) => message.say === 'started')?.modules ?? [];
  const loaded = said.find((message) => message.say === 'loaded')?.modules ?? before;
  const initialized = said.find((message) => message.say === 'initialized');
  const modules = { before, loaded, initialized: initialized?.modules ?? loaded };
  const last =
    said.find((message) => message.say === 'uninitialized') ??
    (initialized?.failure == null ? undefined : initialized);
  if (last !== undefined) return { outcome: 'initialized', failure: last.failure, modules };
  const failed = said.find((message) => message.say === 'failed');
  if (failed !== undefined) return { outcome: 'not-loaded', detail: failed.message, modules };
  const where = nextStep(said);
  if (end === null) return { outcome: 'hung', detail: `${where} took longer than ${timeoutMs} ms`, modules };
  return { outcome: 'died', detail: `${where}: ${end}`, modules };
}

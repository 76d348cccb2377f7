import { join } from 'node:path';
import type { StandInDials } from '../../harness/contract/plan.ts';
import type { WalkCoverage } from '../../harness/contract/sample.ts';
import { HostLink } from '../../harness/execute/host-link.ts';
import type { BlockReport, FromHost, ToHost } from '../../harness/execute/messages.ts';
import { standInPaths } from '../../native-bindings/stand-in/paths.ts';
import { openWindows } from '../../native-bindings/windows/windows.ts';
import type { Mailbox } from '../../scenarios/mailboxes/mailbox.ts';
import { dialForProcess } from './dials.ts';
import { temporaryFolder, temporaryRegistry } from './temporary.ts';

interface Teardown {
  teardown(action: () => void | Promise<void>): void;
}

type Open = Extract<ToHost, { say: 'open' }>;
type Block = Extract<ToHost, { say: 'block' }>;

/** Mailboxes of as many users, by their numbers. */
export function mailboxesOf(count: number, first = 0): Mailbox[] {
  return Array.from({ length: count }, (_, i) => ({
    mailbox: `mailbox-${first + i}`,
    user: `user-${first + i}`,
    domain: 'EXAMPLE',
    server: 'EXCHANGE',
    legacyDn: `/o=Example/ou=Site/cn=Recipients/cn=mailbox-${first + i}`,
  }));
}

/** A real session host, spoken to as a replicate does. It ends with the test at the latest. */
export interface TestHost {
  readonly link: HostLink;
  ask(message: ToHost): Promise<FromHost>;
  /** One block to its end; without mailboxes it only samples. */
  block(parts?: Partial<Block>): Promise<BlockReport>;
}

/** Starts a host on the stand-in and has it open a scenario; heap walks are never too dear for it. */
export async function startHost(
  t: Teardown,
  parts: Partial<Open> & {
    readonly dials?: StandInDials;
    readonly hangTimeoutMs?: number;
    readonly scenarioName?: string;
  } = {},
): Promise<TestHost & { readonly opened: FromHost }> {
  const { dials = {}, hangTimeoutMs = 30_000, scenarioName = 'extended-logon', ...open } = parts;
  temporaryRegistry(t);
  dialForProcess(t, await openWindows('koffi'), {
    RoundTripMicroseconds: 0,
    ...(process.platform === 'win32' ? { IdentityFromProfile: 1 } : {}),
    ...dials,
  });
  const folder = temporaryFolder(t);
  const flightRecord = join(folder, 'flight-record');
  const link = new HostLink({ logFile: join(folder, 'log'), flightRecord, hangTimeoutMs });
  t.teardown(() => link.kill());

  const ask = async (message: ToHost): Promise<FromHost> => {
    const answer = await link.ask(message);
    if (answer.outcome === 'said') return answer.message;
    throw new Error(`the host ${answer.outcome}: ${answer.detail}`);
  };
  const [firstMailbox] = mailboxesOf(1);
  if (firstMailbox === undefined) throw new Error('there is none');
  const opened = await ask({
    say: 'open',
    plan: {
      // Loaded directly: on Windows nobody has registered it as a mail client.
      mapi: { kind: 'path', path: standInPaths().mapi32 },
      ffi: 'ffi-napi',
      impersonation: process.platform === 'win32' ? 'self' : 'logon-user',
      logonType: 'network',
      walkBudget: 1,
    },
    probe: false,
    scenario: { name: scenarioName, file: null, sha256: null },
    firstMailbox,
    flightRecord,
    ballastBytes: 0,
    plantedBytesPerCycle: 0,
    password: null,
    ...open,
  });
  const block = async (asked: Partial<Block> = {}): Promise<BlockReport> => {
    const said = await ask({
      say: 'block',
      firstCycle: 0,
      mailboxes: [],
      walk: 'wanted',
      census: false,
      restMs: 0,
      cycleMs: 0,
      ...asked,
    });
    if (said.say === 'block-done') return said;
    throw new Error(`the host said ${JSON.stringify(said)}`);
  };
  return { link, ask, block, opened };
}

/** What a sample says of the heaps of one name; all zero where there are none. */
export function heapsNamed({ walk }: { readonly walk: WalkCoverage }, name: string) {
  const groups = walk.covered === 'all' ? walk.groups : [];
  const { busyBytes = 0, busyBlocks = 0, heaps = 0 } = groups.find((group) => group.name === name) ?? {};
  return { busyBytes, busyBlocks, heaps };
}

/** How many busy blocks of a size a census has counted in the heaps of one name; undefined without a census. */
export function blocksOfSize(
  { walk }: { readonly walk: WalkCoverage },
  heap: string,
  blockBytes: number,
): number | undefined {
  const census = walk.covered === 'all' ? walk.census : undefined;
  const found = census?.find((entry) => entry.heap === heap && entry.blockBytes === blockBytes);
  return census === undefined ? undefined : (found?.blocks ?? 0);
}

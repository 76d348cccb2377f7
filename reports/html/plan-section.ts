import { type InputCode, inputCodeOf } from '../../harness/contract/input-code.ts';
import type {
  FlagPlaces,
  MailboxSource,
  MapiChoice,
  Plan,
  ReplicateSlot,
} from '../../harness/contract/plan.ts';
import { formatAmount, formatCount, formatCounted, formatDuration, formatShare } from '../format.ts';
import type { ReportInput } from '../report-input.ts';
import { dialsWording } from '../wording.ts';
import { type Fact, factList } from './facts.ts';
import { type Content, html, isolate, type Markup, nothing } from './markup.ts';
import { soakFacts } from './soak-facts.ts';

/** What was asked for, beside {@link measuredSection}, every default filled in: enough to run it again. */
export function planSection({ plan, runFolder }: ReportInput): Markup {
  // What was asked for of a program that was watched stands under how it was measured.
  if (plan.attached !== undefined) return nothing;
  return html`<section>
<h2>Plan</h2>
<div class="card">${factList(planFacts(plan, runFolder))}
${plan.soak === undefined ? orderOf(plan) : nothing}</div>
</section>
`;
}

/** Of a soak, one round is like the other. */
function orderOf({ order }: Plan): Markup {
  const rounds = roundsOf(order.filter(({ arm }) => arm !== 'planted'));
  return html`<h3>Order of the replicates</h3>
<ol class="rounds">${rounds.map((round) => html`<li>${round.map(slot)}</li>`)}</ol>`;
}

function planFacts(plan: Plan, runFolder: string): readonly Fact[] {
  const dials = dialsWording(plan.standInDials);
  return [
    ['Command', plan.command],
    [
      'Scenario',
      plan.scenario.file === null
        ? isolate(plan.scenario.name)
        : html`${isolate(plan.scenario.name)} from ${isolate(plan.scenario.file)}`,
    ],
    ['MAPI', mapiWording(plan.mapi)],
    ...inputCodeOf(plan).map(codeFact),
    ['Native calls through', plan.ffi],
    [
      'Impersonation',
      plan.impersonation === 'logon-user' ? `logon-user, ${plan.logonType}` : plan.impersonation,
    ],
    ['Mailboxes', mailboxesWording(plan.mailboxes, plan.mailboxOrder)],
    ['CleanUpMAPIHeap is written to', flagPlacesWording(plan.flagPlaces)],
    ...(plan.soak === undefined
      ? [['Replicates of each arm', formatCount(plan.replicates)] satisfies Fact]
      : soakFacts(plan.soak)),
    ['Seed', plan.seed],
    ['Heap walk budget', `${formatShare(plan.walkBudget)} of the time`],
    ['Hang timeout', formatDuration(plan.hangTimeoutMs)],
    [
      'A session host that is lost',
      plan.lostHosts === 'replace' ? 'is replaced by a fresh one' : 'ends the run',
    ],
    [
      'Most private bytes of a process',
      plan.abortOverBytes === null ? 'no limit' : formatAmount(plan.abortOverBytes, 'bytes'),
    ],
    ['Expected', plan.expect ?? 'nothing in particular'],
    ...(dials === '' ? [] : [['Dials of the stand-in', isolate(dials)] satisfies Fact]),
    ['Run folder', isolate(runFolder)],
  ];
}

/** Whole, so that it can be compared. */
const codeFact = ({ file, sha256, what }: InputCode): Fact => [
  `SHA-256 of the ${what}`,
  sha256 === null ? html`${isolate(file)}: as of the library that was loaded` : html`<code>${sha256}</code>`,
];

function mapiWording(mapi: MapiChoice): Content {
  switch (mapi.kind) {
    case 'stand-in':
      return 'stand-in';
    case 'system':
      return 'the provider that the system finds';
    case 'path':
      return isolate(mapi.path);
  }
}

function flagPlacesWording({ view, key }: FlagPlaces): string {
  const keys = {
    applications: 'the Applications key',
    exe: 'the program’s own key below Applications',
    both: 'the Applications key and the program’s own below it',
  }[key];
  return `${keys}, in ${view === 'own' ? 'the view that the session hosts read' : 'both registry views'}`;
}

function mailboxesWording(source: MailboxSource, order: Plan['mailboxOrder']): Content {
  const count = formatCounted(source.count, 'mailbox', 'mailboxes');
  return source.kind === 'generated'
    ? `${count}, generated, ${order}`
    : html`${count} from ${isolate(source.file)}, ${order}`;
}

function roundsOf(order: readonly ReplicateSlot[]): readonly (readonly ReplicateSlot[])[] {
  const rounds = [...new Set(order.map(({ round }) => round))];
  return rounds.map((number) => order.filter(({ round }) => round === number));
}

function slot({ arm, replicate }: ReplicateSlot): Markup {
  return html`<span class="slot"><span class="arm ${arm}">${isolate(replicate)}</span></span> `;
}

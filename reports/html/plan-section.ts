import type {
  FlagPlaces,
  Layout,
  MailboxSource,
  MapiChoice,
  Plan,
  ReplicateSlot,
} from '../../harness/contract/plan.ts';
import { RESOURCE_NAMES, RESOURCES } from '../../harness/contract/resources.ts';
import { formatAmount, formatCount, formatCounted, formatDuration, formatShare } from '../format.ts';
import type { ReportInput } from '../report-input.ts';
import { dialsWording } from '../wording.ts';
import { type Fact, factList } from './facts.ts';
import { type Content, html, isolate, type Markup } from './markup.ts';

/** What was asked for, every default filled in: enough to run it again. */
export function planSection({ plan, runFolder }: ReportInput): Markup {
  return html`<section>
<h2>Plan</h2>
<div class="card">${factList(planFacts(plan, runFolder))}
<h3>Order of the replicates</h3>
<ol class="rounds">${roundsOf(plan.order).map((round) => html`<li>${round.map(slot)}</li>`)}</ol></div>
</section>
`;
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
    ['Native calls through', plan.ffi],
    [
      'Impersonation',
      plan.impersonation === 'logon-user' ? `logon-user, ${plan.logonType}` : plan.impersonation,
    ],
    ['Mailboxes', mailboxesWording(plan.mailboxes, plan.mailboxOrder)],
    ['Layout', layoutWording(plan.layout)],
    ['Length of a replicate', lengthWording(plan.length)],
    [
      'Horizon',
      plan.horizonCycles === null ? 'the length of a replicate' : formatCounted(plan.horizonCycles, 'cycle'),
    ],
    ['CleanUpMAPIHeap is written to', flagPlacesWording(plan.flagPlaces)],
    ['Sampled every', samplingWording(plan.blockCycles)],
    ['Every process starts elsewhere', plan.dither ? 'ballast and cycles of its own' : 'no'],
    ['Self-test of the instrument', plan.selfTest ? 'yes' : 'no'],
    ['Growth is explained', plan.explain ? 'yes' : 'no'],
    ['Replicates of each arm', formatCount(plan.replicates)],
    ['Seed', plan.seed],
    ['Heap walk budget', `${formatShare(plan.walkBudget)} of the time`],
    ['Margin', marginWording(plan.margin)],
    ['Hang timeout', formatDuration(plan.hangTimeoutMs)],
    ['Expected', plan.expect ?? 'nothing in particular'],
    ...(dials === '' ? [] : [['Dials of the stand-in', isolate(dials)] satisfies Fact]),
    ['Run folder', isolate(runFolder)],
  ];
}

function layoutWording(layout: Layout): string {
  switch (layout) {
    case 'side-by-side':
      return 'side by side: all processes live, and take turns';
    case 'sequential':
      return 'one process after the other';
  }
}

function lengthWording(length: Plan['length']): string {
  switch (length.by) {
    case 'cycles':
      return formatCounted(length.cycles, 'cycle');
    case 'duration':
      return formatDuration(length.durationMs);
    case 'settled':
      return `until settled, at most ${formatCounted(length.maxCycles, 'cycle')}`;
  }
}

function samplingWording(blockCycles: number | null): string {
  return blockCycles === null
    ? 'cycle up to 32, then every 32nd part of the cycles so far'
    : formatCounted(blockCycles, 'cycle');
}

/** `64 B or 0.01 of a count per logon; heaps 0.001, threads 0.001`. */
function marginWording({ bytesPerCycle, countPerCycle, of }: Plan['margin']): string {
  const own = RESOURCE_NAMES.flatMap((name) => {
    const margin = of[name];
    return margin === undefined
      ? []
      : [`${RESOURCES[name].label} ${formatAmount(margin, RESOURCES[name].unit)}`];
  });
  const ofAll = [formatAmount(bytesPerCycle, 'bytes'), `${formatAmount(countPerCycle, 'count')} of a count`];
  return [`${ofAll.join(' or ')} per logon`, ...own].join('; ');
}

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

/** The self-test's replicates are left out: they are no arm of the report. */
function roundsOf(order: readonly ReplicateSlot[]): readonly (readonly ReplicateSlot[])[] {
  const shown = order.filter(({ arm }) => arm !== 'planted');
  const rounds = [...new Set(shown.map(({ round }) => round))];
  return rounds.map((number) => shown.filter(({ round }) => round === number));
}

function slot({ arm, replicate }: ReplicateSlot): Markup {
  return html`<span class="slot"><span class="arm ${arm}">${isolate(replicate)}</span></span> `;
}

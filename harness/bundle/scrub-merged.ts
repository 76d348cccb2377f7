import type { LastActivity } from '../contract/event.ts';
import type { KeptState, Merged, MergedArm } from '../contract/merged.ts';
import type { Fields } from './fields.ts';
import { scrubCode, scrubEvent } from './scrub-artefacts.ts';

/** merged.json with every field that can name somebody written anew, and nothing else changed. */
export function scrubMerged<T extends Omit<Merged, 'part'>>(merged: T, fields: Fields): T {
  return {
    ...merged,
    keptEvents: merged.keptEvents.map((event) => scrubEvent(event, fields)),
    flagWritten: merged.flagWritten.map(({ event, times }) => ({ event: scrubEvent(event, fields), times })),
    series: {
      ...merged.series,
      quarantined: merged.series.quarantined.map(fields.mailbox),
      arms: merged.series.arms.map((arm) => scrubArm(arm, fields)),
    },
  };
}

function scrubArm(arm: MergedArm, fields: Fields): MergedArm {
  const { failures, invalid, kept, unsupported } = arm;
  return {
    ...arm,
    kept: kept.map((each) => scrubKept(each, fields)),
    losses: { ...arm.losses, mailboxes: renamed(arm.losses.mailboxes, fields.mailbox) },
    failures: {
      total: failures.total,
      byCode: renamed(failures.byCode, (code) => scrubCode(code, fields)),
      byMailbox: renamed(failures.byMailbox, fields.mailbox),
    },
    unsupported: Object.fromEntries(
      Object.entries(unsupported).map(([resource, reason]) => [resource, fields.text(reason)]),
    ),
    invalid: invalid === null ? null : fields.text(invalid),
  };
}

function scrubKept(kept: KeptState, fields: Fields): KeptState {
  const { facts } = kept;
  const { ending, loss } = facts;
  const activity = (last: LastActivity): LastActivity => ({
    ...last,
    mailbox: last.mailbox === null ? null : fields.mailbox(last.mailbox),
  });
  return {
    ...kept,
    facts: {
      ...facts,
      ending: scrubEnding(ending, fields, activity),
      ...(loss === undefined ? {} : { loss: { ...loss, lastActivity: activity(loss.lastActivity) } }),
    },
  };
}

function scrubEnding(
  ending: KeptState['facts']['ending'],
  fields: Fields,
  activity: (last: LastActivity) => LastActivity,
): KeptState['facts']['ending'] {
  switch (ending.kind) {
    case 'lost':
      return { ...ending, lastActivity: activity(ending.lastActivity) };
    case 'exhausted': {
      const { exhausted } = ending;
      const mailbox = fields.mailbox(exhausted.mailbox);
      return { ...ending, exhausted: { ...exhausted, code: scrubCode(exhausted.code, fields), mailbox } };
    }
    case 'finished':
    case 'unfinished':
      return ending;
  }
}

/** Two names may get the same alias: their counts are then those of one. */
function renamed(counts: Readonly<Record<string, number>>, rename: (name: string) => string) {
  const result: Record<string, number> = {};
  for (const [name, count] of Object.entries(counts)) {
    const alias = rename(name);
    result[alias] = (result[alias] ?? 0) + count;
  }
  return result;
}

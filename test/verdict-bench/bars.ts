import type { Family } from './family.ts';
import type { Findings } from './findings.ts';
import { meanOver } from './summary.ts';
import { shareText, wholeText } from './tables.ts';
import type { OneTally } from './tally-one.ts';

/** What the verdict is held to. */
export interface Bar {
  readonly demand: string;
  /** What was measured, worst first, or why nothing was. */
  readonly measured: string;
  /** null where nothing was measured. */
  readonly isMet: boolean | null;
}

/** One figure of one family. */
interface Figure {
  readonly family: Family;
  readonly value: number;
  readonly text: string;
}

const isRare = ({ traits }: Family): boolean => traits.includes('rare-lumps');
const mustNotConvict = ({ kind }: Family): boolean => kind !== 'leak';
const mustConvict = (family: Family): boolean => family.kind === 'leak' && !isRare(family);

/** All bars, each against what was measured on these families. */
export function barsOf(findings: Findings, families: readonly Family[]): readonly Bar[] {
  const settled = findings.one['until-settled'];
  const select = (holds: (family: Family) => boolean): readonly Family[] => families.filter(holds);
  const clean = figures(select(mustNotConvict), settled, leakShare);
  return [
    atMost('False `leak` at most 0.005 on each family that does not leak', clean, 0.005),
    meanAtMost('False `leak` at most 0.0005 on average over them', clean, 0.0005),
    atLeast(
      '`leak` at least 0.99 on each family that leaks, but for rare lumps',
      figures(select(mustConvict), settled, leakShare),
      0.99,
    ),
    atLeast(
      'Interval at the stopping look holds the rate in at least 0.95, on each of those',
      figures(select(mustConvict), settled, coverage),
      0.95,
    ),
    atMost(
      'False effect or worsening at most 0.025 in each A/A family',
      figures(families, findings.pairs.same, ({ effect, worse, sims }) => ({
        value: Math.max(effect, worse) / sims,
        text: shareText(Math.max(effect, worse), sims),
      })),
      0.025,
    ),
    atMost(
      'Effect of 512 bytes per logon settled in a median of at most 64 logons, where readings are exact',
      figures(
        select(({ traits }) => traits.includes('exact')),
        findings.pairs.effect,
        ({ medianLogons, effect, sims }) => ({
          value: 2 * effect > sims ? medianLogons : Number.POSITIVE_INFINITY,
          text: 2 * effect > sims ? wholeText(medianLogons) : 'not found',
        }),
      ),
      64,
    ),
    atLeast(
      'Rare lumps (L06) convicted in at least 0.6 of runs of 16,384 cycles',
      figures(
        select(({ id }) => id === 'L06'),
        settled,
        leakShare,
      ),
      0.6,
    ),
    atMost(
      'Random walks and growth that is slower than linear never `leak`',
      figures(select(isUnbounded), settled, leakShare),
      0,
    ),
  ];
}

const isUnbounded = ({ traits }: Family): boolean => traits.includes('unbounded');

type Reading = Pick<Figure, 'value' | 'text'>;
const leakShare = ({ leak, sims }: OneTally): Reading => ({
  value: leak / sims,
  text: shareText(leak, sims),
});
const coverage = ({ covered, sims }: OneTally): Reading => ({
  value: covered / sims,
  text: shareText(covered, sims),
});

function figures<Tally>(
  families: readonly Family[],
  tallies: ReadonlyMap<string, Tally>,
  read: (tally: Tally) => Reading,
): readonly Figure[] {
  return families.flatMap((family) => {
    const tally = tallies.get(family.id);
    return tally === undefined ? [] : [{ family, ...read(tally) }];
  });
}

const atMost = (demand: string, found: readonly Figure[], limit: number): Bar =>
  each(
    demand,
    found.toSorted((a, b) => b.value - a.value),
    (value) => value <= limit,
  );

const atLeast = (demand: string, found: readonly Figure[], limit: number): Bar =>
  each(
    demand,
    found.toSorted((a, b) => a.value - b.value),
    (value) => value >= limit,
  );

/** More offenders than these are counted, not named. */
const MOST_NAMED = 8;

function each(demand: string, worstFirst: readonly Figure[], isMet: (value: number) => boolean): Bar {
  const missed = worstFirst.filter(({ value }) => !isMet(value));
  const shown = missed.length > 0 ? missed.slice(0, MOST_NAMED) : worstFirst.slice(0, 1);
  const texts = shown.map(({ family, text }) => `${family.id} ${text}`);
  const more = missed.length > MOST_NAMED ? ` and ${missed.length - MOST_NAMED} more` : '';
  return bar(demand, worstFirst, `${texts.join(', ')}${more}`, missed.length === 0);
}

function meanAtMost(demand: string, found: readonly Figure[], limit: number): Bar {
  const mean = meanOver(found, ({ value }) => value);
  return bar(demand, found, `mean ${mean.toFixed(5)}`, mean <= limit);
}

function bar(demand: string, found: readonly Figure[], measured: string, isMet: boolean): Bar {
  return found.length === 0 ? { demand, measured: 'not measured', isMet: null } : { demand, measured, isMet };
}

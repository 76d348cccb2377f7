import { cycleUnitOf } from '../../harness/contract/attached.ts';
import { VERDICTS } from '../../harness/contract/result.ts';
import type { ReportInput } from '../report-input.ts';
import { VERDICT_WORDING } from '../wording.ts';
import { factList } from './facts.ts';
import { html, type Markup } from './markup.ts';

/** The words of the report, for whoever gets it by mail. */
export function readingSection({ plan }: ReportInput): Markup {
  const verdicts = VERDICTS.map(
    (verdict) => [VERDICT_WORDING[verdict].word, VERDICT_WORDING[verdict].meaning] as const,
  );
  return html`<section>
<h2>How to read this</h2>
<div class="columns">
<div class="card"><h3>Words</h3>${factList([
    ['cycle', cycleWording(plan)],
    [
      'arm',
      'one setting under test: CleanUpMAPIHeap off (0), on (1) or absent; control makes the same native calls without a logon',
    ],
    ['replicate', 'one run of one arm in a fresh process; arms take turns'],
    ['interval', 'where the true rate lies with the stated confidence; if it excludes zero, there is growth'],
    [
      'margin',
      'the largest growth that passes as no leak; no leak means that the whole interval stays below it',
    ],
    ['smallest detectable', 'the smallest steady growth that this run would have found four times in five'],
    [
      'look',
      'a number of cycles, fixed beforehand, at which the samples are judged; an arm stops at the first that answers its question',
    ],
    ['horizon', 'the number of cycles before which nothing is said of an arm: a cache may still be filling'],
    ['self-test', 'the instrument is shown a process that does nothing, and one with a leak that it plants'],
    ['warm-up', 'the first cycles, when caches fill: shaded in the charts and left out of the rates'],
  ])}</div>
<div class="card"><h3>Verdicts</h3>${factList(verdicts)}
<p class="note">Charts count from each replicate’s first sample, so that processes of different size compare. A leak is a line that
keeps rising after the warm-up; a cache bends and levels off.</p></div>
</div>
</section>
`;
}

const cycleWording = (plan: ReportInput['plan']): string =>
  plan.attached === undefined
    ? 'one logon and logoff of one mailbox, as another user, with everything it opened released'
    : `one ${cycleUnitOf(plan)}, whatever the program did in it`;

import type { DiffReportInput } from '../../reports/diff-input.ts';
import { conditionLines } from '../../reports/diff-wording.ts';
import { renderDiffPage } from '../../reports/html/diff-page.ts';
import { html } from '../../reports/html/markup.ts';
import { mustMatch } from '../contract/comparability.ts';
import { HarnessError } from '../contract/errors.ts';
import { type Answer, page } from './http/answer.ts';
import type { RunPath } from './http/routes.ts';
import { messagePage } from './pages/message-page.ts';

/** Compares two run folders. @throws HarnessError where that cannot be done */
export type CompareRuns = (folderA: string, folderB: string) => Promise<DiffReportInput>;

/** A run that is to be compared: what it is called here, and where it lies. */
export interface Side {
  readonly run: RunPath;
  readonly folder: string;
}

/**
 * The page of a comparison. Runs that are not alike are compared only where that is insisted on, as on the command
 * line: what they do not share is said first.
 */
export async function diffAnswer(a: Side, b: Side, compare: CompareRuns, force: boolean): Promise<Answer> {
  try {
    const input = await compare(a.folder, b.folder);
    if (!input.diff.comparable && !force) return notAlike(a, b, input);
    // What a page is shown by is its name here, not where the folder lies on the disk.
    const { diff } = input;
    const named = {
      ...diff,
      a: { ...diff.a, run: a.run.join('/') },
      b: { ...diff.b, run: b.run.join('/') },
    };
    return { kind: 'report', status: 200, body: renderDiffPage({ ...input, diff: named }) };
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    return page(messagePage('These runs cannot be compared', `${error.message}. ${error.remedy}`));
  }
}

/** What is said unless two runs are named. */
export const TWO_ARE_NEEDED: Answer = page(
  messagePage('Two runs are compared', 'Check two runs in the list, no more and no fewer.'),
);

function notAlike(a: Side, b: Side, { diff }: DiffReportInput): Answer {
  const query = new URLSearchParams([
    ['run', a.run.join('/')],
    ['run', b.run.join('/')],
    ['force', 'yes'],
  ]);
  const lines = conditionLines(diff.conditions.filter(mustMatch));
  return page(
    messagePage(
      'The runs are not alike',
      'They do not share what they were measured by; a difference between them may come from that.',
      html`<ul class="card">${lines.map((line) => html`<li>${line}</li>`)}</ul>
<p class="actions"><a href="/diff?${query.toString()}">Compare ${a.run.join('/')} with ${b.run.join('/')} all the same</a></p>
`,
    ),
  );
}

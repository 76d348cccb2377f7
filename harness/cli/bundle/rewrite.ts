import { createReadStream, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { claimsHtml } from '../../../reports/html/claims-page.ts';
import { claimsResultOf } from '../../analyse/claims/claims-result.ts';
import { aliasedFields, type Fields, withoutText } from '../../bundle/fields.ts';
import { scrubClaimsPlan } from '../../bundle/scrub-artefacts.ts';
import { Scrubber, type ScrubberParts } from '../../bundle/scrubber.ts';
import { vocabulary } from '../../bundle/vocabulary.ts';
import type { ClaimsPlan, ExperimentName } from '../../contract/claims.ts';
import { HarnessError } from '../../contract/errors.ts';
import type { Result } from '../../contract/result.ts';
import { CLAIMS_FILES } from '../../execute/claims-folder.ts';
import { RUN_FILES } from '../../execute/run-folder.ts';
import { coverText } from './cover.ts';
import { rewriteLogs, rewriteRun, writeJson } from './folder.ts';

export interface RewriteParts extends ScrubberParts {
  readonly run: string;
  /** Run folders in it, relative to it; '' is itself. */
  readonly runs: readonly string[];
  readonly claims: ClaimsPlan | null;
  /** Where it is written. */
  readonly draft: string;
}

export interface Rewritten {
  /** Of the one run; null of a folder of claims, or where nothing was measured. */
  readonly result: Result | null;
  readonly places: ReadonlyMap<string, number>;
  /** Files that are not in the bundle. */
  readonly leftOut: readonly string[];
}

/** The run folders of a folder. @throws HarnessError RUN_FOLDER if it is none */
export function runsIn(folder: string, claims: ClaimsPlan | null): readonly string[] {
  if (claims !== null)
    return claims.experiments
      .map(({ experiment }) => experiment)
      .filter((each) => existsSync(join(folder, each, RUN_FILES.plan)));
  if (existsSync(join(folder, RUN_FILES.plan))) return [''];
  throw new HarnessError(
    'RUN_FOLDER',
    `${folder} is no run folder: there is no ${RUN_FILES.plan} in it`,
    'Name a folder that `mapileak compare`, `run`, `soak` or `kb891509` has written.',
  );
}

/**
 * Writes a folder again without names. First without any sentence: what is said then is what the program always says, and
 * shows which names are words of it. Then with the sentences, logs and all.
 */
export async function rewriteAll(parts: RewriteParts): Promise<Rewritten> {
  const { aliases, claims, draft, run, runs, tellings } = parts;
  const rewriting = (each: string) => ({
    from: join(run, each),
    to: join(draft, each),
    shownAs: each === '' ? aliases.of('path', resolve(run)) : each,
  });
  const write = async (fields: Fields, isFirst: boolean): Promise<ReadonlyMap<string, Result>> => {
    const results = new Map<string, Result>();
    for (const each of runs) {
      const result = await rewriteRun(rewriting(each), fields, isFirst);
      if (result !== null) results.set(each, result);
    }
    if (claims !== null) writeClaims(parts, claims, fields, results);
    return results;
  };
  await write(withoutText(aliasedFields(aliases, new Scrubber(parts))), true);
  tellings.learn(Buffer.from(vocabulary()));
  tellings.learn(Buffer.from(coverText(new Map())));
  for (const file of filesIn(draft)) await learnFile(join(draft, file), parts);

  const scrubber = new Scrubber(parts);
  const results = await write(aliasedFields(aliases, scrubber), false);
  const leftOut = runs.flatMap((each) =>
    rewriteLogs(rewriting(each), scrubber).map((name) => (each === '' ? name : `${each}/${name}`)),
  );
  const ofClaims = claims === null ? [] : readdirSync(run).filter((name) => !isOfClaims(name, claims));
  return {
    result: results.get('') ?? null,
    places: scrubber.places,
    leftOut: [...leftOut, ...ofClaims].sort(),
  };
}

function writeClaims(
  { aliases, draft, run }: RewriteParts,
  claims: ClaimsPlan,
  fields: Fields,
  results: ReadonlyMap<string, Result>,
): void {
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  const plan = scrubClaimsPlan(claims, fields);
  const byExperiment = new Map<ExperimentName, Result>();
  for (const { experiment } of claims.experiments) {
    const result = results.get(experiment);
    if (result !== undefined) byExperiment.set(experiment, result);
  }
  const result = claimsResultOf(plan, byExperiment);
  writeJson(join(draft, CLAIMS_FILES.plan), plan);
  writeJson(join(draft, CLAIMS_FILES.result), result);
  const page = claimsHtml({ result, folder: aliases.of('path', resolve(run)) });
  writeFileSync(join(draft, CLAIMS_FILES.report), page, { mode: 0o600 });
}

function isOfClaims(name: string, { experiments }: ClaimsPlan): boolean {
  const own: readonly string[] = Object.values(CLAIMS_FILES);
  return own.includes(name) || experiments.some(({ experiment }) => experiment === name);
}

/** All files below a folder, with slashes, sorted: in a zip, too, they come in this order. */
export function filesIn(folder: string, below = ''): readonly string[] {
  return readdirSync(join(folder, below), { withFileTypes: true })
    .flatMap((entry) => {
      const name = below === '' ? entry.name : `${below}/${entry.name}`;
      return entry.isDirectory() ? filesIn(folder, name) : [name];
    })
    .sort();
}

/** Rows by whole lines, since a name that is cut is another word. */
async function learnFile(file: string, { tellings }: ScrubberParts): Promise<void> {
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(file, { highWaterMark: 4 << 20 })) {
    const bytes = Buffer.concat([rest, Buffer.from(chunk)]);
    const end = bytes.lastIndexOf(0x0a) + 1;
    tellings.learn(bytes.subarray(0, end));
    rest = bytes.subarray(end);
  }
  tellings.learn(rest);
}

import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { renderHtml } from '../../../reports/html/page.ts';
import type { Fields } from '../../bundle/fields.ts';
import { scrubEnvironment, scrubEvent, scrubPlan } from '../../bundle/scrub-artefacts.ts';
import { scrubMerged } from '../../bundle/scrub-merged.ts';
import type { Scrubber } from '../../bundle/scrubber.ts';
import type { RunEvent } from '../../contract/event.ts';
import type { Merged } from '../../contract/merged.ts';
import type { Result } from '../../contract/result.ts';
import { sealedRow } from '../../contract/sealed-row.ts';
import { mergedText } from '../../execute/merged-state.ts';
import {
  readCoveredParts,
  readEnvironment,
  readEventRows,
  readPlan,
  readRows,
} from '../../execute/read-run-folder.ts';
import { isPart, partName } from '../../execute/rotation.ts';
import { RUN_FILES } from '../../execute/run-folder.ts';
import { judgeFolder } from '../judge-folder.ts';
import { readPageScript } from '../page-script.ts';

/** A run folder, and the one in which it is written again without names. */
export interface Rewriting {
  readonly from: string;
  readonly to: string;
  /** What the run folder is called in what is written. */
  readonly shownAs: string;
}

/** Every artefact that has fields, and what is judged from them. @returns null if nothing was measured */
export async function rewriteRun(
  { from, shownAs, to }: Rewriting,
  fields: Fields,
  withSamples: boolean,
): Promise<Result | null> {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  writeJson(join(to, RUN_FILES.plan), scrubPlan(await readPlan(from), fields));
  const isMeasured = existsSync(join(from, RUN_FILES.environment));
  if (isMeasured)
    writeJson(join(to, RUN_FILES.environment), scrubEnvironment(await readEnvironment(from), fields));
  await rewriteRows(from, to, fields, withSamples);
  if (!isMeasured) return null;
  const input = await judgeFolder(to);
  // Where it was judged is nobody's business, and another place each time.
  const warnings = input.result.warnings.map((each) => each.replaceAll(to, shownAs));
  const result = { ...input.result, warnings };
  writeJson(join(to, RUN_FILES.result), result);
  writeFileSync(
    join(to, RUN_FILES.report),
    renderHtml({ ...input, result, runFolder: shownAs }, readPageScript()),
    OWN,
  );
  return result;
}

/** Logs and the .reg file, which have no fields. @returns files that are left out, relative to the run folder */
export function rewriteLogs({ from, to }: Rewriting, scrubber: Scrubber): readonly string[] {
  const rewrite = (name: string): void => {
    if (existsSync(join(from, name)))
      writeFileSync(join(to, name), scrubber.bytes(readFileSync(join(from, name))), OWN);
  };
  rewrite(RUN_FILES.flagBackup);
  const leftOut = readdirSync(from).filter((name) => !KNOWN.has(name) && !isPart(name));
  const hosts = join(from, RUN_FILES.hosts);
  if (!existsSync(hosts)) return leftOut;
  mkdirSync(join(to, RUN_FILES.hosts), { recursive: true, mode: 0o700 });
  for (const name of readdirSync(hosts).sort()) {
    if (LOG_OF_REPLICATE.test(name)) rewrite(join(RUN_FILES.hosts, name));
    else leftOut.push(`${RUN_FILES.hosts}/${name}`);
  }
  return leftOut;
}

const OWN = { mode: 0o600 };
const KNOWN: ReadonlySet<string> = new Set(Object.values(RUN_FILES));
/** Of another name, the name itself could tell something. */
const LOG_OF_REPLICATE = /^(?:probe|(?:off|on|absent|control|planted)-\d+(?:\.\d+)?)\.log$/;

/** Rows keep their numbers, so that one that is missing stays missing; a line that was cut off is left out, and stays one. */
async function rewriteRows(from: string, to: string, fields: Fields, withSamples: boolean): Promise<void> {
  const events = new RowFile(join(to, RUN_FILES.events));
  const samples = withSamples ? new RowFile(join(to, RUN_FILES.samples)) : null;
  const addEvent = (event: RunEvent, row?: number | null): void => events.add(scrubEvent(event, fields), row);
  const restore = (merged: Merged): void =>
    writeFileSync(join(to, RUN_FILES.merged), mergedText(scrubMerged(merged, fields)), OWN);
  try {
    if (withSamples) await rewriteCovered(from, to, fields);
    const leftOut =
      samples === null
        ? await readEventRows(from, { add: () => undefined, addEvent, restore })
        : await readRows(from, { add: (sample, row) => samples.add(sample, row), addEvent, restore });
    const isCutOff = (file: string) =>
      leftOut.some((each) => each.includes(file) && each.includes('cut off'));
    if (isCutOff(RUN_FILES.events)) events.cutOff();
    if (isCutOff(RUN_FILES.samples)) samples?.cutOff();
  } finally {
    events.close();
    samples?.close();
  }
}

/** Parts of the rows that are in merged.json, too, and are there for who wants to look at their samples. */
async function rewriteCovered(from: string, to: string, fields: Fields): Promise<void> {
  await readCoveredParts(from, (part) => {
    const events = new RowFile(join(to, partName('events', part)));
    const samples = new RowFile(join(to, partName('samples', part)));
    return {
      add: (sample, row) => samples.add(sample, row),
      addEvent: (event, row) => events.add(scrubEvent(event, fields), row),
      close() {
        events.close();
        samples.close();
      },
    };
  });
}

const BUFFERED_ROWS = 1000;

class RowFile {
  private readonly descriptor: number;
  private rows: string[] = [];

  constructor(path: string) {
    this.descriptor = openSync(path, 'w', 0o600);
  }

  add(row: object, number: number | null = null): void {
    this.rows.push(`${number === null ? JSON.stringify(row) : sealedRow(row, number)}\n`);
    if (this.rows.length >= BUFFERED_ROWS) this.flush();
  }

  cutOff(): void {
    this.rows.push('{');
  }

  close(): void {
    this.flush();
    closeSync(this.descriptor);
  }

  private flush(): void {
    const bytes = Buffer.from(this.rows.join(''));
    for (let written = 0; written < bytes.length; ) written += writeSync(this.descriptor, bytes, written);
    this.rows = [];
  }
}

export function writeJson(file: string, content: object): void {
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`, OWN);
}

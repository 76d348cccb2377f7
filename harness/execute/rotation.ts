import { readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isDraftOf } from '../contract/draft.ts';
import { isMissing } from '../contract/input-file.ts';
import type { Merged } from '../contract/merged.ts';
import { writeWholeFileSync } from '../contract/whole-file.ts';
import { mergedText } from './merged-state.ts';
import { patientlySync } from './patiently.ts';
import { RUN_FILES } from './run-files.ts';
import { syncFolder } from './sync-folder.ts';

/** The two files of rows. */
export const ROW_KINDS = ['samples', 'events'] as const;
export type RowKind = (typeof ROW_KINDS)[number];

const PART = /^(events|samples)-(\d{4,})\.ndjson$/;

/** `samples-0001.ndjson`, what samples.ndjson is called once a new one was begun. */
export const partName = (kind: RowKind, part: number): string =>
  `${kind}-${String(part).padStart(4, '0')}.ndjson`;

export const isPart = (name: string): boolean => PART.test(name);

/** Whether it is the name of a file of samples, or of a part of one. */
export const isSamples = (name: string): boolean =>
  name === RUN_FILES.samples || PART.exec(name)?.[1] === 'samples';

/** The numbers of the parts among the names of a folder, ascending. */
export function partsAmong(names: readonly string[]): readonly number[] {
  const parts = new Set<number>();
  for (const name of names) {
    const number = PART.exec(name)?.[2];
    if (number !== undefined) parts.add(Number(number));
  }
  return [...parts].sort((a, b) => a - b);
}

/** One operation on one file. */
export interface RotationStep {
  readonly what: string;
  readonly run: () => void;
}

export interface Rotation {
  readonly folder: string;
  /** The number of the part that the current files become: higher than any before. */
  readonly part: number;
  /** All rows up to the end of that part. */
  readonly merged: () => Merged;
  /** So many of the last parts are kept, for who wants to look at their samples. */
  readonly keptParts: number;
}

/**
 * What makes a part of the current files of rows, and takes it into merged.json. Whoever is killed between two steps, or in
 * one, leaves a folder that reads the same: a part counts until merged.json says that it covers it, and goes only then.
 * The files must be closed; readers take one that is missing for an empty one.
 */
export function rotationSteps({ folder, keptParts, merged, part }: Rotation): readonly RotationStep[] {
  const at = (name: string): string => join(folder, name);
  const becomesPart = (kind: RowKind): RotationStep => ({
    what: `${RUN_FILES[kind]} becomes ${partName(kind, part)}`,
    run: () => {
      try {
        patientlySync(() => renameSync(at(RUN_FILES[kind]), at(partName(kind, part))));
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    },
  });
  const names = readdirSync(folder);
  const old = names.filter(
    (name) => isPart(name) && partsAmong([name]).every((each) => each <= part - keptParts),
  );
  return [
    becomesPart('samples'),
    becomesPart('events'),
    { what: 'the folder is written', run: () => syncFolder(folder) },
    {
      what: `${RUN_FILES.merged} covers part ${part}`,
      run: () =>
        patientlySync(() => writeWholeFileSync(at(RUN_FILES.merged), mergedText(merged()), { mode: 0o600 })),
    },
    { what: 'the folder is written', run: () => syncFolder(folder) },
    ...[...old, ...names.filter((name) => isDraftOf(RUN_FILES.merged, name))].map((name) => ({
      what: `${name} goes`,
      run: () => patientlySync(() => rmSync(at(name), { force: true })),
    })),
  ];
}

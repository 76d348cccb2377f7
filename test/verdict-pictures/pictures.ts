import { kindsPicture } from './kinds-picture.ts';
import { looksPicture } from './looks-picture.ts';
import { outcomesPicture } from './outcomes-picture.ts';
import { shapesPicture } from './shapes-picture.ts';

export const SEED = 1;

/** The pictures of docs/verdict.md by their files' names; the same to the byte each time. */
export const picturesOf = (): ReadonlyMap<string, string> =>
  new Map([
    ['outcomes.svg', outcomesPicture()],
    ['shapes.svg', shapesPicture(SEED)],
    ['looks.svg', looksPicture(SEED)],
    ['kinds.svg', kindsPicture()],
  ]);

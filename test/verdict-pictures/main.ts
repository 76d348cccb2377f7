import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { picturesOf } from './pictures.ts';

/** Draws the pictures of docs/verdict.md: `npm run docs:verdict`. */
const FOLDER = join(import.meta.dirname, '../../../docs/verdict');

mkdirSync(FOLDER, { recursive: true });
for (const [name, svg] of picturesOf()) writeFileSync(join(FOLDER, name), svg);

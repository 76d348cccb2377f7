import { test } from 'tap';
import { lastOf, runOf } from '../verdict-pictures/judged.ts';
import { ROWS } from '../verdict-pictures/looks-picture.ts';
import { picturesOf, SEED } from '../verdict-pictures/pictures.ts';
import { SHOWN } from '../verdict-pictures/shapes.ts';

test('docs/verdict.md says of its pictures what they show', async (t) => {
  t.same(
    SHOWN.map(({ family }) => {
      const { cycles, judgement } = lastOf(runOf(family, SEED).looks);
      return [family.id, judgement.finding.verdict, cycles];
    }),
    [
      ['leak', 'leak', 2048],
      ['cache', 'no-leak', 4096],
      ['sawtooth', 'no-leak', 2048],
      ['walk', 'inconclusive', 4096],
      ['logarithm', 'inconclusive', 4096],
      ['lumps', 'leak', 4096],
    ],
  );
  t.same(
    ROWS.map(({ family, question }) => {
      const { cycles, judgement } = lastOf(runOf(family, SEED, question).looks);
      return [family.id, judgement.finding.verdict, cycles];
    }),
    [
      ['planted', 'leak', 512],
      ['control', 'no-leak', 512],
      ['off', 'leak', 2048],
      ['on', 'no-leak', 2048],
    ],
  );
});

test('pictures are drawn the same every time, and hold nothing that is not a number', async (t) => {
  const pictures = picturesOf();
  t.same(picturesOf(), pictures);
  for (const [name, svg] of pictures) {
    t.notMatch(svg, /NaN|Infinity|undefined/, name);
    t.match(svg, /^<svg [^>]*role="img"/, name);
  }
});

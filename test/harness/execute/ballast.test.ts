import { test } from 'tap';
import { ballastBlocks } from '../../../harness/execute/ballast.ts';
import fc from '../../support/seeded-properties.ts';

test('the blocks of any ballast add up to it, and none is empty', async () => {
  fc.assert(
    fc.property(fc.nat(1 << 30), (ballastBytes) => {
      const blocks = ballastBlocks(ballastBytes);
      return (
        blocks.reduce((sum, block) => sum + block, 0) === ballastBytes &&
        blocks.every((block) => block > 0) &&
        blocks.length <= 8
      );
    }),
  );
});

test('ballast of a few pages is made of blocks of many sizes', async (t) => {
  t.equal(new Set(ballastBlocks(65_536)).size, 8);
  t.same(ballastBlocks(0), []);
});

/**
 * Shares of the ballast's blocks: of many sizes, as a program's own blocks are, so that it shifts where each kind of
 * heap next has to take a page or a segment.
 */
const SHARES = [1, 13, 3, 29, 7, 53, 5, 17] as const;
const ALL_SHARES = SHARES.reduce((sum, share) => sum + share, 0);

/** Sizes in bytes of the blocks that ballast is made of: none is empty, and they add up to it exactly. */
export function ballastBlocks(ballastBytes: number): readonly number[] {
  let shares = 0;
  let taken = 0;
  return SHARES.map((share) => {
    shares += share;
    const until = Math.floor((ballastBytes * shares) / ALL_SHARES);
    const blockBytes = until - taken;
    taken = until;
    return blockBytes;
  }).filter((blockBytes) => blockBytes > 0);
}

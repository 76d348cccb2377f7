/** What a caller must give back. */
export const LIVE_KINDS = [
  'tokens',
  'sessions',
  'interfaces',
  'buffers',
  'keys',
  'files',
  'modules',
  'bstrs',
  'apartments',
] as const;
export type LiveKind = (typeof LIVE_KINDS)[number];
export type LiveSnapshot = Readonly<Record<LiveKind, number>>;

/**
 * What these bindings have taken from native code and not given back. At every quiescent point all counts
 * are zero; anything else would be a leak of our own and would be counted against MAPI.
 */
export class LiveCounts {
  private readonly counts: Record<LiveKind, number> = {
    tokens: 0,
    sessions: 0,
    interfaces: 0,
    buffers: 0,
    keys: 0,
    files: 0,
    modules: 0,
    bstrs: 0,
    apartments: 0,
  };

  taken(kind: LiveKind): void {
    this.counts[kind] += 1;
  }

  returned(kind: LiveKind): void {
    this.counts[kind] -= 1;
  }

  of(kind: LiveKind): number {
    return this.counts[kind];
  }

  /** What is live now: what a scenario holds from the start to the end is none of its cycles' doing. */
  snapshot(): LiveSnapshot {
    return { ...this.counts };
  }

  /** `sessions: 1, tokens: 2`; empty when nothing is live beyond what was. */
  describe(before?: LiveSnapshot): string {
    return LIVE_KINDS.map((kind) => ({ kind, count: this.counts[kind] - (before?.[kind] ?? 0) }))
      .filter(({ count }) => count !== 0)
      .map(({ kind, count }) => `${kind}: ${count}`)
      .join(', ');
  }
}

/** What a plan has to know of the machine that it is made for. */
export interface HostFacts {
  readonly platform: NodeJS.Platform;
  /** Wine's version, or null. */
  readonly wine: string | null;
  /** Of its session hosts. */
  readonly bitness: 32 | 64;
}

import { z } from 'zod';
import type { HostFacts } from './host-facts.ts';
import { sizeSchema } from './margins.ts';

/** A 32-bit process has 2 GiB of addresses: beyond this, calls begin to fail for want of room, and say little. */
const USUAL_LIMIT_OF_32_BIT_BYTES = 1.5e9;

/** `1500MB` in bytes, or `none`. */
export const abortOverSchema = z.union(
  [z.literal('none'), sizeSchema],
  'a size is a number with a unit, such as 1500MB, or none',
);

/** Private bytes beyond which a session host is ended; null for no limit, as where addresses do not run out. */
export function abortOverBytesOf(
  given: z.infer<typeof abortOverSchema> | undefined,
  { bitness }: Pick<HostFacts, 'bitness'>,
): number | null {
  if (given === 'none') return null;
  return given ?? (bitness === 32 ? USUAL_LIMIT_OF_32_BIT_BYTES : null);
}

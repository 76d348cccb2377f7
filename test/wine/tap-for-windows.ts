import { lstatSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT } from '../../packaging/places.ts';

/**
 * `tap build` leaves a link to a folder of links to tap's own packages. Windows programs under Wine see folders in
 * their place and would load those packages twice; without the link they find the packages where Linux finds them.
 */
export function removeLinksOfTap(): void {
  const link = join(CHECKOUT, 'node_modules', '@tapjs', 'test', 'test-built', 'node_modules');
  if (lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink()) rmSync(link);
}

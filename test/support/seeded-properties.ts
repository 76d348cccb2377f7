import fc from 'fast-check';
import { NIGHTLY } from './nightly.ts';

/**
 * fast-check with the same inputs each time, so that a change fails for what it changes; at night it looks further, and
 * says its seed where it finds something.
 */
if (!NIGHTLY) fc.configureGlobal({ seed: 891_509 });

export { default } from 'fast-check';

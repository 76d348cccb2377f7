import { test } from 'tap';
import { claimsResultSchema } from '../../harness/contract/claims.ts';
import { POINTER_BYTES } from '../../native-bindings/ffi/words.ts';
import { windowsPlace } from '../support/windows.ts';

const SHORT = ['--cycles', '500', '--block', '50', '--mailbox-count', '50', '--walk-budget', '60', '--quiet'];

/** Whole runs take long, and the article is about 32-bit programs. */
const ON_32_BIT_WINDOWS = {
  skip: process.platform === 'win32' && POINTER_BYTES === 4 ? false : 'runs on 32-bit Windows alone',
};

test(
  'the leaks that the hotfix does not cure are told from the one that it does',
  ON_32_BIT_WINDOWS,
  async (t) => {
    const place = windowsPlace(t);
    const claims = ['mapi32', 'reload', 'other-stores'].flatMap((claim) => ['--claim', claim]);
    const dials = ['--stand-in', 'RoundTripMicroseconds=0', '--json', '--out', place.run];
    const { code, stderr, stdout } = place.mapileak('kb891509', ...claims, ...SHORT, ...dials);
    t.not(stdout, '', stderr);
    const result = claimsResultSchema.parse(JSON.parse(stdout));
    t.same(
      result.claims.map(({ claim, verdict }) => [claim, verdict]),
      [
        ['mapi32', 'confirmed'],
        ['reload', 'confirmed'],
        ['other-stores', 'confirmed'],
      ],
      JSON.stringify(result.claims.map(({ observed }) => observed)),
    );
    t.equal(code, 0, stderr);
  },
);

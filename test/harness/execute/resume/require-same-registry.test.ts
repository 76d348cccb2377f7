import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { requireSameRegistry } from '../../../../harness/execute/resume/require-same-registry.ts';
import { temporaryFolder } from '../../../support/temporary.ts';

test('a run goes on in another registry only if nothing is changed in the first one', async (t) => {
  const folder = temporaryFolder(t);
  const [before, now] = [join(folder, 'a.flag-backup.json'), join(folder, 'b.flag-backup.json')];
  requireSameRegistry(null, now);
  requireSameRegistry(before, now);
  writeFileSync(before, '{}');
  requireSameRegistry(before, before);
  t.throws(() => requireSameRegistry(before, now), {
    code: 'USAGE',
    message: /a\.flag-backup\.json/,
    remedy: /--registry/,
  });
});

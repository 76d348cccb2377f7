import { createHash } from 'node:crypto';
import { appendFileSync, copyFileSync, readFileSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'tap';
import { standInPaths } from '../../native-bindings/stand-in/paths.ts';
import { eventOf, QUICK, resultOf, workplace } from '../support/command.ts';

const SCENARIO = fileURLToPath(new URL('../../../docs/examples/two-sessions.mjs', import.meta.url));
const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Replaces a file as an installer does: who has it open keeps the old one. */
function replaceBy(file: string, more: string): void {
  const draft = `${file}.new`;
  copyFileSync(file, draft);
  appendFileSync(draft, more);
  renameSync(draft, file);
}

test('code from outside is named with its hash, and a provider that changes under a run ends it', async (t) => {
  const place = workplace(t);
  const { mapi32 } = standInPaths();
  const provider = join(place.folder, basename(mapi32));
  // It finds the library of the system beside itself.
  for (const name of [basename(mapi32), 'libwin32.so']) {
    copyFileSync(join(dirname(mapi32), name), join(place.folder, name));
  }
  const hash = hashOf(provider);
  const args = ['--scenario', SCENARIO, '--mapi', provider, '--replicates', '2', '--no-control', ...QUICK];
  const { ended } = place.start([
    'run',
    ...args,
    '--sequential',
    '--cycles',
    '100',
    '--out',
    place.run,
    '--json',
  ]);
  await eventOf(place, 'host-started');
  replaceBy(provider, 'a trailer that changes nothing but the hash');
  const end = await ended;
  t.equal(end.code, 2, end.stderr);
  t.match(end.stderr, `the MAPI provider ${provider} has changed since the run was planned`);
  t.same(resultOf(end).inputCode, [
    { what: 'scenario', file: SCENARIO, sha256: hashOf(SCENARIO) },
    { what: 'MAPI provider', file: provider, sha256: hash },
  ]);
  const report = readFileSync(join(place.run, 'report.html'), 'utf8');
  for (const each of [hash, hashOf(SCENARIO)]) t.match(report, each);
});

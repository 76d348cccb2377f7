import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { windowsCommandLine } from '../../harness/plan/schedule/windows-command-line.ts';
import { hostileWords } from '../harness/plan/schedule/words.ts';
import fc from '../support/seeded-properties.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { ON_WINDOWS } from '../support/windows.ts';

test(
  'a program that Windows starts by a command line of ours gets the arguments as they were',
  ON_WINDOWS,
  async (t) => {
    const folder = temporaryFolder(t);
    const script = join(folder, 'said.mjs');
    const said = join(folder, 'said.json');
    writeFileSync(
      script,
      `import { writeFileSync } from 'node:fs';\nwriteFileSync(process.argv[2], JSON.stringify(process.argv.slice(3)));\n`,
    );
    // Several of them at once, as starting costs seconds under Wine.
    for (const words of fc.sample(hostileWords, { seed: 891509, numRuns: 40 }).reduce(inParts, [[]])) {
      const line = windowsCommandLine([script, said, ...words]);
      const { status } = spawnSync(process.execPath, [line], {
        stdio: 'ignore',
        windowsVerbatimArguments: true,
      });
      t.equal(status, 0);
      t.same(JSON.parse(readFileSync(said, 'utf8')), words);
    }
  },
);

/** Lists joined to some hundred words each. */
function inParts(parts: string[][], words: readonly string[]): string[][] {
  const last = parts.at(-1);
  if (last === undefined || last.length > 150) parts.push([...words]);
  else last.push(...words);
  return parts;
}

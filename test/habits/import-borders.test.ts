import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'tap';
import { temporaryFolder } from '../support/temporary.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const BIOME = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');

/** What the project's linter says of an import that is planted in a folder. */
function lint(workspace: string, folder: string, specifier: string): string {
  mkdirSync(join(workspace, folder), { recursive: true });
  const file = join(workspace, folder, 'planted.ts');
  writeFileSync(file, `import { x } from '${specifier}';\n\nexport const y = x;\n`);
  const { stdout, stderr } = spawnSync(process.execPath, [BIOME, 'lint', file], {
    cwd: workspace,
    encoding: 'utf8',
  });
  return stdout + stderr;
}

/** Who may not import whom: the table of docs/architecture.md, one forbidden and one allowed arrow a row. */
const BORDERS: readonly (readonly [folder: string, forbidden: string, allowed: string])[] = [
  ['harness/contract', '../plan/options.ts', './errors.ts'],
  ['native-bindings/windows', '../../scenarios/catalogue.ts', '../../harness/contract/plan.ts'],
  ['scenarios', '../harness/execute/campaign.ts', '../native-bindings/mapi/mapi.ts'],
  ['harness/plan', '../execute/campaign.ts', '../../scenarios/catalogue.ts'],
  ['harness/sample', '../../scenarios/catalogue.ts', '../../native-bindings/windows/heaps.ts'],
  ['harness/execute', '../analyse/analyse.ts', '../plan/places.ts'],
  ['harness/analyse', '../execute/run-folder.ts', '../contract/result.ts'],
  ['reports', '../harness/analyse/analyse.ts', '../harness/contract/result.ts'],
  ['reports', '../harness/serve/server.ts', '../harness/contract/plan.ts'],
  ['harness/serve', '../cli/run.ts', '../../reports/format.ts'],
  ['harness/serve/browser', '../../contract/plan.ts', '../../../reports/format.ts'],
  ['harness/bundle', '../execute/run-folder.ts', '../contract/event.ts'],
  ['harness/cli', '../../packaging/zip.ts', '../analyse/analyse.ts'],
  ['packaging', '../harness/execute/environment.ts', '../native-bindings/stand-in/paths.ts'],
  ['packaging', '../native-bindings/windows/registry.ts', '../harness/contract/errors.ts'],
];

for (const [folder, forbidden, allowed] of BORDERS) {
  test(`${folder} may import ${allowed}, but not ${forbidden}`, async (t) => {
    const workspace = temporaryFolder(t);
    const config = JSON.parse(readFileSync(join(ROOT, 'biome.json'), 'utf8'));
    writeFileSync(join(workspace, 'biome.json'), JSON.stringify({ ...config, vcs: { enabled: false } }));
    t.match(lint(workspace, folder, forbidden), /noRestrictedImports/);
    const accepted = lint(workspace, folder, allowed);
    t.match(accepted, /Checked 1 file/);
    t.notMatch(accepted, /noRestrictedImports/);
  });
}

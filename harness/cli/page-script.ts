import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { PageScript } from '../../reports/html/inline-script.ts';
import { HarnessError, messageOf } from '../contract/errors.ts';

const MAIN = new URL('../../reports/page-script/main.js', import.meta.url);
const require = createRequire(import.meta.url);

/**
 * What makes the charts of a report interactive: uPlot, and the page's own modules as they were compiled.
 * @throws HarnessError REPORT_NOT_WRITTEN if this installation is not whole.
 */
export function readPageScript(): PageScript {
  try {
    const licence = readText(require.resolve('uplot/LICENSE'));
    const library = readText(require.resolve('uplot/dist/uPlot.iife.min.js'));
    const style = readText(require.resolve('uplot/dist/uPlot.min.css'));
    const modules = [...modulesBelow(MAIN, new Map()).values()];
    return { style, code: [`/*!\nuPlot\n${licence.trim()}\n*/`, library.trim(), ...modules].join('\n') };
  } catch (error) {
    throw new HarnessError(
      'REPORT_NOT_WRITTEN',
      `a part of the program that report.html needs could not be read: ${messageOf(error)}`,
      'Install mapileak again (or `npm ci && npm run build`), then write the report with `mapileak report RUN`.',
      { cause: error },
    );
  }
}

function readText(file: string | URL): string {
  return readFileSync(file, 'utf8');
}

const IMPORT = /^import\s[^;]*?from '(?<from>\.[^']*)';\n/gm;
const EXPORT = /^export (?=(?:async )?(?:function|const|class)\b)/gm;
const NOTHING_EXPORTED = /^export \{\};\n/gm;
const SOURCE_MAP = /^\/\/# sourceMappingURL=.*\n?/gm;

/** Compiled modules with what they import before them, each once, so that all can stand in one script. */
function modulesBelow(module: URL, found: Map<string, string>): Map<string, string> {
  if (found.has(module.href)) return found;
  const text = readText(module).replaceAll('\r\n', '\n');
  for (const { groups } of text.matchAll(IMPORT))
    modulesBelow(new URL(groups?.['from'] ?? '', module), found);
  const bare = [IMPORT, EXPORT, NOTHING_EXPORTED, SOURCE_MAP].reduce(
    (rest, each) => rest.replace(each, ''),
    text,
  );
  return found.set(module.href, bare.trim());
}

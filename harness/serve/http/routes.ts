import { isPlainName } from '../files/name.ts';

/** A run by the names of the folders that lead to it; an experiment of `kb891509` lies in a folder of claims. */
export type RunPath = readonly string[];
/** Deeper than that no command writes a run folder. */
export const DEEPEST_RUN = 2;

/** What of a run an address asks for. */
export interface RunRoute {
  readonly to: 'run' | 'report' | 'result' | 'series' | 'events';
  readonly run: RunPath;
}

/** What an address asks for. */
export type Route =
  | RunRoute
  | { readonly to: 'list' }
  | { readonly to: 'diff'; readonly runs: readonly RunPath[]; readonly force: boolean }
  | { readonly to: 'asset'; readonly name: string }
  | { readonly to: 'slash'; readonly run: RunPath }
  | { readonly to: 'nothing' };

const NOTHING: Route = { to: 'nothing' };

/** Files of a run folder that have an address, and what they are called there. */
const RUN_ADDRESSES = {
  '': 'run',
  'report.html': 'report',
  'result.json': 'result',
  'series.json': 'series',
  events: 'events',
} as const;

/**
 * Reads a request target (RFC 9112, origin-form). Every part is decoded once, after it was cut out: an encoded
 * separator is part of a name then, and no name may hold one.
 */
export function routeOf(target: string): Route {
  const [path = '', query = ''] = target.split('?', 2);
  if (!path.startsWith('/')) return NOTHING;
  const parts = path.slice(1).split('/');
  if (parts.length === 1 && parts[0] === '') return { to: 'list' };
  if (path === '/favicon.ico') return { to: 'asset', name: 'icon.svg' };
  if (path === '/diff') return diffRoute(new URLSearchParams(query));
  if (parts[0] === 'assets') return { to: 'asset', name: parts.slice(1).join('/') };
  if (parts[0] === 'runs') return runRoute(parts.slice(1));
  return NOTHING;
}

function runRoute(parts: readonly string[]): Route {
  const last = parts.at(-1) ?? '';
  const to = addressOf(last);
  const run = runPathOf(to === null ? parts : parts.slice(0, -1));
  if (run === null) return NOTHING;
  // Addresses in a page are relative to its folder.
  return to === null ? { to: 'slash', run } : { to, run };
}

function addressOf(name: string): (typeof RUN_ADDRESSES)[keyof typeof RUN_ADDRESSES] | null {
  switch (name) {
    case '':
    case 'report.html':
    case 'result.json':
    case 'series.json':
    case 'events':
      return RUN_ADDRESSES[name];
    default:
      return null;
  }
}

function diffRoute(query: URLSearchParams): Route {
  const runs = query.getAll('run').map((run) => runPathOf(run.split('/').map(encodeURIComponent)));
  return { to: 'diff', runs: runs.filter((run) => run !== null), force: query.get('force') === 'yes' };
}

/** @param parts still encoded */
function runPathOf(parts: readonly string[]): RunPath | null {
  const names = parts.map(decoded);
  if (names.length === 0 || names.length > DEEPEST_RUN) return null;
  return names.every((name) => name !== null && isPlainName(name)) ? names.map((name) => name ?? '') : null;
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

/** Where the page of a run is. */
export const runAddress = (run: RunPath): string => `/runs/${run.map(encodeURIComponent).join('/')}/`;

import type { Check } from '../../contract/check.ts';

/** The makers of one check's outcomes, so that its id and title stand in one place. */
export interface CheckMaker {
  ok(finding: string): Check;
  warn(finding: string, remedy: string | null): Check;
  fail(finding: string, remedy: string): Check;
  unknown(finding: string, remedy: string | null): Check;
}

export function checkOf(id: string, title: string): CheckMaker {
  return {
    ok: (finding) => ({ id, title, outcome: 'ok', finding, remedy: null }),
    warn: (finding, remedy) => ({ id, title, outcome: 'warn', finding, remedy }),
    fail: (finding, remedy) => ({ id, title, outcome: 'fail', finding, remedy }),
    unknown: (finding, remedy) => ({ id, title, outcome: 'unknown', finding, remedy }),
  };
}

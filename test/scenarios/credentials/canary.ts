import { inspect } from 'node:util';

/** A password that occurs nowhere by chance. */
export const CANARY = 'Xq7!käfig-€9';

/**
 * Everything that printing, logging or serialising a value could show. `getters` with `customInspect: false` is how
 * node:assert prints; with `showHidden` as well it would call every getter there is, and so is left out.
 */
export function everythingShownOf(value: unknown): string {
  const whole = { depth: Number.POSITIVE_INFINITY, maxStringLength: null } as const;
  return [
    inspect(value, { ...whole, showHidden: true, getters: true }),
    inspect(value, { ...whole, showHidden: true, customInspect: false }),
    inspect(value, { ...whole, getters: true, customInspect: false }),
    JSON.stringify({ value }),
    String(value),
    value instanceof Error ? `${value.stack}` : '',
  ].join('\n');
}

/** The password as text, in base64 or hex, or as the list of byte values that Buffers are printed and serialised as. */
export function shows(text: string, password: string): boolean {
  return (['utf8', 'utf16le'] as const).some((encoding) => {
    const bytes = Buffer.from(password, encoding);
    const forms = [password, bytes.toString('base64'), bytes.toString('hex'), [...bytes].join()];
    const spaced = bytes.toString('hex').replace(/..(?=.)/g, '$& ');
    return [...forms, spaced].some((form) => text.includes(form));
  });
}

export async function thrownBy(action: () => Promise<unknown>): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

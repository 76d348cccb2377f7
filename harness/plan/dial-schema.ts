import { z } from 'zod';
import { DIALS, type Dial } from '../../native-bindings/stand-in/dials.ts';

const DWORD_MAX = 0xffff_ffff;
/** Of a name that no dial has. */
const LONGEST_SHOWN = 60;

/**
 * `InstanceBytes=1000`, `RefuseCode=0x80040111` or `RefuseProfile=mailbox 7`: the dial says whether its value is a
 * number, and becomes a REG_DWORD, or text. Messages never quote a value, which may be a password.
 */
export const dialSchema = z.string().transform((assignment, context): readonly [string, number | string] => {
  const at = assignment.indexOf('=');
  const name = assignment.slice(0, Math.max(at, 0));
  const value = assignment.slice(at + 1);
  const dial = DIALS.get(name);
  const wrong = at < 1 ? 'a dial is NAME=VALUE, such as InstanceBytes=1000' : fault(name, dial, value);
  if (wrong !== null) {
    context.addIssue(wrong);
    return z.NEVER;
  }
  return [name, dial?.kind === 'number' ? Number(value) : value];
});

/** What is wrong with a value for a dial, or null. */
function fault(name: string, dial: Dial | undefined, value: string): string | null {
  if (dial === undefined)
    return `there is no dial ${name.slice(0, LONGEST_SHOWN)}; the dials are ${[...DIALS.keys()].join(', ')}`;
  switch (dial.kind) {
    case 'number':
      return /^(?:\d+|0x[\da-f]+)$/i.test(value) && Number(value) <= DWORD_MAX
        ? null
        : `${name} is a whole number of at most ${DWORD_MAX}`;
    case 'text':
      return value.length <= dial.longest ? null : `${name} has at most ${dial.longest} characters`;
  }
}

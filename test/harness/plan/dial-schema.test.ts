import { type Test, test } from 'tap';
import { dialSchema } from '../../../harness/plan/dial-schema.ts';
import { DIALS } from '../../../native-bindings/stand-in/dials.ts';
import fc from '../../support/seeded-properties.ts';

const refuses = (t: Test, assignment: string, message: RegExp) =>
  t.match(dialSchema.safeParse(assignment).error?.issues[0]?.message, message, assignment);

test('a number is decimal or hexadecimal and fits a REG_DWORD', async (t) => {
  t.same(dialSchema.parse('InstanceBytes=0'), ['InstanceBytes', 0]);
  t.same(dialSchema.parse('KeepInstances=4294967295'), ['KeepInstances', 4_294_967_295]);
  t.same(dialSchema.parse('RefuseCode=0x80040111'), ['RefuseCode', 0x80040111]);
  for (const value of ['4294967296', '0x100000000', '', ' 1', '-1', '1.5', '1e3', 'many', '0x', '１'])
    refuses(t, `InstanceBytes=${value}`, /^InstanceBytes is a whole number of at most 4294967295$/);
});

test('text stays text, even if it is digits or has an equals sign', async (t) => {
  t.same(dialSchema.parse('Password=1234'), ['Password', '1234']);
  t.same(dialSchema.parse('Password='), ['Password', '']);
  t.same(dialSchema.parse('RefuseProfile=mailbox=1'), ['RefuseProfile', 'mailbox=1']);
});

test('text that the stand-in would ignore for its length is refused without being quoted', async (t) => {
  t.same(dialSchema.parse(`RefuseProfile=${'x'.repeat(64)}`), ['RefuseProfile', 'x'.repeat(64)]);
  refuses(t, `RefuseProfile=${'x'.repeat(65)}`, /^RefuseProfile has at most 64 characters$/);
  refuses(t, `Password=${'x'.repeat(255)}`, /^Password has at most 254 characters$/);
});

test('an unknown name is refused, and all the known ones are listed', async (t) => {
  for (const name of ['InstanceBites', 'instanceBytes', 'constructor', 'InstanceBytes '])
    refuses(t, `${name}=1`, new RegExp(`^there is no dial ${name}; .*InstanceBytes, .*RefuseUser$`));
});

test('what is no assignment is refused', async (t) => {
  for (const text of ['InstanceBytes', '=1', '']) refuses(t, text, /NAME=VALUE/);
});

test('every dial is accepted with its default', async (t) => {
  for (const [name, dial] of DIALS) {
    const value = dial.default ?? 'x';
    t.same(dialSchema.parse(`${name}=${value}`), [name, value]);
  }
});

test('every number that fits is read as itself, in either notation', async () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), (value) =>
      [`${value}`, `0x${value.toString(16)}`].every(
        (notation) => dialSchema.parse(`InstanceBytes=${notation}`)[1] === value,
      ),
    ),
  );
});

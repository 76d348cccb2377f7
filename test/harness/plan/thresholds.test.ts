import { type Test, test } from 'tap';
import { COMPARED_PAIRS } from '../../../harness/contract/arms.ts';
import { HarnessError } from '../../../harness/contract/errors.ts';
import { RESOURCE_NAMES, RESOURCES } from '../../../harness/contract/resources.ts';
import { THRESHOLD_OPERATORS } from '../../../harness/contract/thresholds.ts';
import { parseThreshold, parseThresholds, requireMeasured } from '../../../harness/plan/thresholds.ts';
import fc from '../../support/seeded-properties.ts';

const SEED = 891509;
const refuses = (t: Test, text: string, message: RegExp) =>
  t.throws(() => parseThreshold(text), { code: 'USAGE', message }, text);

test('a threshold bounds the growth of one arm, or the difference of two', async (t) => {
  t.same(parseThreshold('on.heapBytes.perCycle<64'), {
    text: 'on.heapBytes.perCycle<64',
    subject: { what: 'growth', arm: 'on', resource: 'heapBytes' },
    operator: '<',
    bound: 64,
  });
  t.match(parseThreshold(' off-on.heapBytes.perCycle >= 1.5 KiB '), {
    text: 'off-on.heapBytes.perCycle >= 1.5 KiB',
    subject: { what: 'difference', minuend: 'off', subtrahend: 'on', resource: 'heapBytes' },
    operator: '>=',
    bound: 1536,
  });
  t.equal(parseThreshold('control.handles.perCycle<.01').bound, 0.01);
  t.equal(parseThreshold('on.heapBytes.perCycle>-1e3').bound, -1000);
});

test('failures and exhausted processes are counted, and failures have a share', async (t) => {
  t.match(parseThreshold('on.failures<10'), { subject: { what: 'failures', arm: 'on' }, bound: 10 });
  t.match(parseThreshold('on.exhausted<=0'), { subject: { what: 'exhausted' }, operator: '<=' });
  t.equal(parseThreshold('on.failureRate<1%').bound, 0.01);
  t.equal(parseThreshold('on.failureRate<0.01').bound, 0.01);
  t.equal(parseThreshold('on.failureRate<=100%').bound, 1);
  for (const never of ['5', '1.5', '150%', '-1%'])
    t.throws(() => parseThreshold(`on.failureRate<${never}`), { message: /0 to 1, or 0% to 100%, not / });
});

test('what is wrong is told with its place', async (t) => {
  refuses(t, 'onn.heapBytes.perCycle<64', /at character 1: an arm is one of .*, not “onn”/);
  refuses(t, 'planted.heapBytes.perCycle<64', /at character 1: an arm/);
  refuses(t, 'on.heapbytes.perCycle<64', /at character 4: .*heapBytes is meant\?/);
  refuses(t, 'on.heapBytes<64', /at character 13: .*\.perCycle/);
  refuses(t, 'on.heapBytes.perLogon<64', /at character 13: .*\.perCycle/);
  refuses(t, 'on<64', /at character 3: after the arm/);
  refuses(t, 'on.heapBytes.perCycle', /at its end: an operator is missing.*quote/);
  refuses(t, 'on.heapBytes.perCycle<', /at its end: a number is expected/);
  refuses(t, 'on.heapBytes.perCycle<many', /at character 23: a number is expected/);
  refuses(t, 'on.heapBytes.perCycle<64kb', /at character 25: bytes have a unit.*not “kb”/);
  refuses(t, 'on.handles.perCycle<1KB', /at character 22: a count has no unit/);
  refuses(t, 'on-off.heapBytes.perCycle<64', /differences are off-on, off-absent, absent-on/);
  refuses(t, 'off-on-absent.heapBytes.perCycle<64', /at character 7: a difference is of two arms/);
  refuses(t, 'off-on.failures<1', /failures is of one arm/);
  refuses(t, 'on.heapBytes.perCycle<1e999', /too large/);
  refuses(t, '', /an operator is missing/);
});

test('a threshold that is written down is read back', async () => {
  const operator = fc.constantFrom(...THRESHOLD_OPERATORS);
  const blanks = fc.constantFrom('', ' ', '  ', '\t');
  const bound = fc.double({ noNaN: true, noDefaultInfinity: true });
  const arms = fc.oneof(
    fc.constantFrom('off', 'on', 'absent', 'control'),
    fc.constantFrom(...COMPARED_PAIRS.map(({ minuend, subtrahend }) => `${minuend}-${subtrahend}`)),
  );
  fc.assert(
    fc.property(
      arms,
      fc.constantFrom(...RESOURCE_NAMES),
      operator,
      blanks,
      bound,
      (arm, resource, sign, gap, number) => {
        const { subject, ...read } = parseThreshold(
          `${arm}.${resource}.perCycle${gap}${sign}${gap}${number}`,
        );
        const named =
          subject.what === 'difference' ? `${subject.minuend}-${subject.subtrahend}` : subject.arm;
        const of = 'resource' in subject ? subject.resource : null;
        return (
          read.operator === sign && Object.is(read.bound, number + 0) && named === arm && of === resource
        );
      },
    ),
    { seed: SEED, numRuns: 300 },
  );
});

test('whatever is given, it is read or refused with a place', async () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'on',
      'off',
      '-',
      '.',
      'heapBytes',
      'perCycle',
      '<',
      '<=',
      '>',
      '64',
      'KB',
      '%',
      ' ',
      'failures',
    ),
    fc.string({ unit: 'binary', maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
      try {
        const { bound, subject } = parseThreshold(pieces.join(''));
        return Number.isFinite(bound) && (!('resource' in subject) || subject.resource in RESOURCES);
      } catch (error) {
        return error instanceof HarnessError && /, at (its end|character \d+): /.test(error.message);
      }
    }),
    { seed: SEED, numRuns: 200 },
  );
});

test('the same threshold twice is a mistake, and so is one of an arm that is not measured', async (t) => {
  t.throws(() => parseThresholds(['on.failures<1', 'on.failures<1']), {
    code: 'USAGE',
    message: /more than once/,
  });
  t.throws(() => parseThresholds(['on.failures', 'x<1']), {
    code: 'USAGE',
    message: /operator.*; .*an arm/s,
  });
  const [failures, ...others] = parseThresholds([
    'on.failures<1',
    'off-on.heapBytes.perCycle>1',
    'control.heaps.perCycle<1',
  ]);
  if (failures === undefined) throw new Error('none was read');
  t.same(requireMeasured([failures], { arms: ['on'], control: false }), [failures]);
  for (const other of others) {
    t.throws(() => requireMeasured([other], { arms: ['on'], control: false }), {
      code: 'USAGE',
      message: /is about the arm (off|control), which this run does not measure/,
    });
  }
});

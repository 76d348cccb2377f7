import { test } from 'tap';
import {
  minutesUntilQuiet,
  quietHoursOption,
  quietMinutesLeft,
  wakingMinutes,
} from '../../../../harness/plan/soak/quiet-hours.ts';
import fc from '../../../support/seeded-properties.ts';

const DAY = 24 * 60;
const NIGHT = { fromMinute: 22 * 60, toMinute: 6 * 60 };

test('quiet hours may span midnight, and hold their first minute but not their last', async (t) => {
  t.equal(quietMinutesLeft(NIGHT, 22 * 60), 480);
  t.equal(quietMinutesLeft(NIGHT, 22 * 60 - 1), 0);
  t.equal(quietMinutesLeft(NIGHT, 0), 360);
  t.equal(quietMinutesLeft(NIGHT, 6 * 60 - 0.5), 0.5);
  t.equal(quietMinutesLeft(NIGHT, 6 * 60), 0);
  t.equal(minutesUntilQuiet(NIGHT, 6 * 60), 16 * 60);
  t.equal(minutesUntilQuiet(NIGHT, 23 * 60), 0);
  t.equal(wakingMinutes(NIGHT), 16 * 60);
});

test('at every minute it is either quiet, or it will be within the waking minutes', (t) => {
  const minute = fc.integer({ min: 0, max: DAY - 1 });
  fc.assert(
    fc.property(minute, minute, minute, (fromMinute, toMinute, now) => {
      fc.pre(fromMinute !== toMinute);
      const quiet = { fromMinute, toMinute };
      const [left, until] = [quietMinutesLeft(quiet, now), minutesUntilQuiet(quiet, now)];
      return left > 0 ? until === 0 : until > 0 && until <= wakingMinutes(quiet);
    }),
    { seed: 891_509 },
  );
  t.end();
});

test('quiet hours are written as two times', async (t) => {
  t.strictSame(quietHoursOption.parse('22:00-06:00'), NIGHT);
  t.strictSame(quietHoursOption.parse('7:30-19:05'), { fromMinute: 450, toMinute: 1145 });
  for (const wrong of ['', '22-6', '24:00-06:00', '22:60-06:00', '22:00', '06:00-06:00', '22:00-06:00x']) {
    t.notOk(quietHoursOption.safeParse(wrong).success, wrong);
  }
});

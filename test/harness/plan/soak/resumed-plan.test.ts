import { test } from 'tap';
import { dialsAgain } from '../../../../harness/plan/soak/resumed-plan.ts';

test('a soak goes on with the dials that it was begun with', (t) => {
  t.same(dialsAgain({ InstanceBytes: 100 }, {}), { InstanceBytes: 100 });
  t.same(dialsAgain({ InstanceBytes: 100 }, { InstanceBytes: 100 }), { InstanceBytes: 100 });
  for (const given of [{ InstanceBytes: 7 }, { PreHotfix: 1 }]) {
    t.throws(() => dialsAgain({ InstanceBytes: 100 }, given), {
      code: 'USAGE',
      message: new RegExp(Object.keys(given).join()),
    });
  }
  t.end();
});

test('a secret dial, which no folder has, is to be given again', (t) => {
  const planned = { InstanceBytes: 100, Password: '(set)' };
  t.throws(() => dialsAgain(planned, {}), {
    code: 'USAGE',
    message: /no run folder holds the stand-in’s Password/,
    remedy: /--stand-in Password=VALUE/,
  });
  t.same(dialsAgain(planned, { Password: 'geheim' }), { InstanceBytes: 100, Password: 'geheim' });
  t.throws(
    () => dialsAgain({}, { Password: 'geheim' }),
    { code: 'USAGE', message: /^(?!.*geheim).*Password/ },
    'one that was not set then is another',
  );
  t.end();
});

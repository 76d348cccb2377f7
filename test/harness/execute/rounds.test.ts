import { test } from 'tap';
import { roundOrder } from '../../../harness/execute/rounds.ts';
import fc from '../../support/seeded-properties.ts';

const HOSTS = ['off-1', 'off-2', 'on-1', 'on-2'];
const counted = fc.nat({ max: 5000 });

test('a round visits every host once, in an order that the seed decides', async () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string(), { maxLength: 20 }),
      fc.integer(),
      counted,
      (hosts, seed, round) => {
        const order = roundOrder(hosts, seed, 1, round);
        const again = roundOrder(hosts, seed, 1, round);
        const each = new Set(order);
        return (
          JSON.stringify(order) === JSON.stringify(again) &&
          order.length === hosts.length &&
          hosts.every((host) => each.has(host))
        );
      },
    ),
  );
});

test('rounds, stages and seeds have orders of their own', async (t) => {
  const orders = (seed: number, stage: number) =>
    Array.from({ length: 50 }, (_, round) => roundOrder(HOSTS, seed, stage, round).join());
  t.ok(new Set(orders(1, 0)).size > 15, 'of 24 orders');
  t.not(orders(1, 0).join(';'), orders(2, 0).join(';'));
  t.not(orders(1, 0).join(';'), orders(1, 1).join(';'));
});

test('every host comes in every place about as often', async (t) => {
  const rounds = 2000;
  for (let place = 0; place < HOSTS.length; place++) {
    for (const host of HOSTS) {
      let times = 0;
      for (let round = 0; round < rounds; round++)
        if (roundOrder(HOSTS, 7, 0, round)[place] === host) times++;
      // A binomial of 2,000 trials at 1/4 has a standard deviation of 19.4: five of them.
      t.ok(Math.abs(times - rounds / 4) < 97, `${host} came ${times} times in place ${place + 1}`);
    }
  }
});

import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { HostLeftovers } from '../../../harness/execute/host-leftovers.ts';
import { temporaryFolder } from '../../support/temporary.ts';

test('of the files of lost hosts those of the last so many are kept, also when a soak goes on', async (t) => {
  const folder = temporaryFolder(t);
  const lose = (leftovers: HostLeftovers, host: string): void => {
    for (const kind of ['log', 'flight']) writeFileSync(join(folder, `${host}.${kind}`), '');
    leftovers.take(host);
  };
  const first = new HostLeftovers(folder, 2);
  for (const host of ['off-8', 'on-9', 'on-9', 'off-10']) lose(first, host);
  t.same(readdirSync(folder).sort(), ['off-10.flight', 'off-10.log', 'on-9.flight', 'on-9.log']);
  lose(new HostLeftovers(folder, 2), 'off-10.2');
  t.same(readdirSync(folder).sort(), ['off-10.2.flight', 'off-10.2.log', 'off-10.flight', 'off-10.log']);
});

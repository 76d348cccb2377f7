import { test } from 'tap';
import { heard } from '../../../harness/execute/heard.ts';

test('what a host cannot have meant is its failure, told shortly, with where its own words are', (t) => {
  t.same(heard({ say: 'closed' }, 'x.log'), { say: 'closed' });
  const failures = Array.from({ length: 50_000 }, () => ({ count: Number.NaN }));
  const said = heard({ say: 'block-done', cycles: 1n, failures, elapsedMs: Number.NaN }, 'hosts/off-1.log');
  t.match(said, {
    say: 'failed',
    code: 'HOST_DIED',
    message: /none of its messages/,
    remedy: /hosts\/off-1\.log/,
  });
  t.ok(said.say === 'failed' && said.message.length < 3000);
  t.end();
});

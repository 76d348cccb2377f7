import { test } from 'tap';
import { refusePasswordArguments, withoutPassword } from '../../../harness/cli/password-arguments.ts';

test('whatever looks like a password given as an option is refused, and not repeated', (t) => {
  for (const args of [
    ['run', '--password', 'S3cret'],
    ['run', '--password=S3cret'],
    ['--password=S3cret', 'run'],
    ['run', '-p', 'S3cret'],
    ['run', '-pS3cret'],
    ['run', '--passwd', 'S3cret'],
    ['run', '--passS3cret'],
    ['run', '--pw:S3cret'],
    ['run', '--pasword-env', 'S3cret'],
    ['run', '--password-prompt=S3cret'],
    ['run', '--no-password-prompt'],
    ['run', '--secret', 'S3cret'],
    ['run', '/p:S3cret'],
    ['run', '/PASSWORD=S3cret'],
  ]) {
    t.throws(() => refusePasswordArguments(args), { code: 'USAGE', exitCode: 2 }, args.join(' '));
    try {
      refusePasswordArguments(args);
    } catch (error) {
      t.notMatch(`${error}`, /S3cret/);
    }
  }
  t.end();
});

test('the ways there are, and options that begin alike, are let through', (t) => {
  for (const args of [
    ['run', '--password-env', 'BOX', '--cycles', '5'],
    ['run', '--password-env=BOX'],
    ['run', '--passwordFile', 'f'],
    ['run', '--password-file=f'],
    ['run', '--password-prompt'],
    ['mailboxes', 'check', '/pool/list.csv', '--pause-ms', '0'],
    ['attach', '--pids', '12'],
    ['run', '--progress-interval', '5', '--stand-in', 'Password=x'],
  ]) {
    t.doesNotThrow(() => refusePasswordArguments(args), args.join(' '));
  }
  t.end();
});

test('a word that nobody knows is not repeated where it may be the password', (t) => {
  const message = 'Unknown argument: S3cret';
  t.notMatch(withoutPassword(message, ['run', '--password-prompt', 'S3cret']), /S3cret/);
  t.notMatch(withoutPassword(message, ['run', '--password-env', 'A', 'S3cret']), /S3cret/);
  t.equal(withoutPassword(message, ['run', 'S3cret']), message, 'without a password there is none');
  const unknown = 'Unknown argument: pause';
  t.equal(withoutPassword(unknown, ['run', '--password-env', 'A', '--pause', '3']), unknown);
  t.end();
});

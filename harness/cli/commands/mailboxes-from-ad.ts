import { EXCHANGE_ATTRIBUTES } from '../../../scenarios/mailboxes/directory/row-of-entry.ts';
import { HarnessError } from '../../contract/errors.ts';
import type { Command } from '../command.ts';
import { mailboxesFromAd } from '../mailboxes-from-ad.ts';
import { passwordOptions, passwordSource } from './password-options.ts';

const WHERE = 'Directory:';
const WHAT = 'What becomes a row:';

/** Users with a mailbox of their own, whatever the version of Exchange. */
const MAILBOX_USERS = '(&(objectCategory=person)(objectClass=user)(mailNickname=*)(msExchHomeServerName=*))';
const TIMEOUT_SECONDS = 30;
/** Longer than that a timer cannot be set. */
const MAX_SECONDS = 86_400;

export const mailboxesFromAdCommand: Command = {
  register: (yargs, finish) =>
    yargs.command(
      'from-ad',
      'ask Active Directory, or another LDAP directory, for a list of mailboxes',
      (y) =>
        y
          .option('url', {
            group: WHERE,
            string: true,
            demandOption: true,
            describe: 'ldaps://host or ldap://host, with :port if needed',
          })
          .option('base', {
            group: WHERE,
            string: true,
            demandOption: true,
            describe: 'where to search: a distinguished name such as DC=example,DC=com',
          })
          .option('user', {
            group: WHERE,
            alias: 'bind-dn',
            string: true,
            describe: 'who asks: user@domain, DOMAIN\\user, or a distinguished name',
          })
          .options(passwordOptions('the password of --user', WHERE))
          .option('starttls', {
            group: WHERE,
            boolean: true,
            default: false,
            describe: 'encrypt a connection to ldap://',
          })
          .option('ca', {
            group: WHERE,
            string: true,
            describe: 'file with the certificates to trust, PEM (default: those that Node trusts)',
          })
          .option('allow-cleartext-password', {
            group: WHERE,
            boolean: true,
            default: false,
            describe: 'send the password unencrypted',
          })
          .option('timeout', {
            group: WHERE,
            number: true,
            default: TIMEOUT_SECONDS,
            describe: 'seconds that an answer may take',
          })
          .option('filter', {
            group: WHAT,
            string: true,
            default: MAILBOX_USERS,
            describe: 'LDAP filter (RFC 4515)',
          })
          .option('limit', { group: WHAT, number: true, describe: 'write so many mailboxes at most' })
          .option('domain', {
            group: WHAT,
            string: true,
            describe: 'domain of all users (default: the dc parts of each one’s distinguished name)',
          })
          .option('mailbox-attribute', {
            group: WHAT,
            string: true,
            default: EXCHANGE_ATTRIBUTES.mailboxAttribute,
            describe: 'attribute that is the mailbox',
          })
          .option('user-attribute', {
            group: WHAT,
            string: true,
            default: EXCHANGE_ATTRIBUTES.userAttribute,
            describe: 'attribute that is the user; whoever has none is logged on by userPrincipalName',
          })
          .option('server-attribute', {
            group: WHAT,
            string: true,
            default: EXCHANGE_ATTRIBUTES.serverAttribute,
            describe: 'attribute that is the server, or ends in /cn=<server>',
          })
          .option('legacy-dn-attribute', {
            group: WHAT,
            string: true,
            default: EXCHANGE_ATTRIBUTES.legacyDnAttribute,
            describe: 'attribute that is the legacyDn',
          })
          .option('strict', {
            group: WHAT,
            boolean: true,
            default: false,
            describe: 'fail if an entry cannot be a row; leave none out',
          })
          .option('out', { string: true, describe: 'new file to write (default: standard output)' })
          .example(
            '$0 mailboxes from-ad --url ldaps://dc1.example.com --base DC=example,DC=com --user qa@example.com --password-prompt --out boxes.csv',
            'all mailboxes of a domain',
          )
          .example(
            '$0 mailboxes from-ad --url ldap://dc1 --starttls --ca lab-ca.pem --base OU=Test,DC=lab,DC=local --user LAB\\qa --password-env QA_PASSWORD --limit 200 --out boxes.csv',
            'two hundred of one organizational unit',
          ),
      async (args) =>
        finish(async (terminal) => {
          const { limit, timeout } = args;
          if (limit !== undefined && (!Number.isInteger(limit) || limit < 1)) {
            throw outOfRange('--limit is a whole number from 1 up');
          }
          if (!(timeout > 0 && timeout <= MAX_SECONDS)) {
            throw outOfRange(`--timeout is a number of seconds of at most ${MAX_SECONDS}`);
          }
          return await mailboxesFromAd(
            {
              url: args.url,
              base: args.base,
              filter: args.filter,
              user: args.user,
              password: passwordSource(args),
              startTls: args.starttls,
              ca: args.ca,
              allowCleartextPassword: args.allowCleartextPassword,
              timeoutSeconds: timeout,
              limit,
              mapping: {
                mailboxAttribute: args.mailboxAttribute,
                userAttribute: args.userAttribute,
                serverAttribute: args.serverAttribute,
                legacyDnAttribute: args.legacyDnAttribute,
                domain: args.domain ?? null,
              },
              out: args.out,
              strict: args.strict,
            },
            terminal,
          );
        }),
    ),
};

function outOfRange(what: string): HarnessError {
  return new HarnessError('USAGE', what, 'See `mapileak mailboxes from-ad --help`.');
}

import { type ImpersonationKind, LOGON_TYPES, type LogonTypeName } from '../../harness/contract/plan.ts';
import { CallFailure } from '../checks/call-failure.ts';
import type { CallMarker } from '../checks/call-marker.ts';
import type { Account, Tokens } from './tokens.ts';

/**
 * Runs an action as another user: takes a token, impersonates, checks that the thread now has that identity,
 * and always reverts and closes the token. All of it is synchronous on the calling thread; nothing else may
 * run in between, since it would run as the other user.
 */
export interface Impersonation {
  /** @throws CallFailure of the action or of a token call. A failed revert ends the process. */
  runAs<A extends Account>(account: A, action: (account: A) => void): void;
}

export interface ImpersonationOptions {
  readonly kind: ImpersonationKind;
  readonly logonType: LogonTypeName;
  /** Address of the NUL-terminated UTF-16 password; an empty one if no account has any. */
  readonly password: number;
  readonly mark: CallMarker;
}

export function impersonationBy(tokens: Tokens, options: ImpersonationOptions): Impersonation {
  switch (options.kind) {
    case 'none':
      return { runAs: (account, action) => action(account) };
    case 'self':
      return withToken(tokens, () => tokens.duplicateOwn());
    case 'logon-user': {
      const logonType = LOGON_TYPES[options.logonType];
      return withToken(tokens, (account) => {
        options.mark('LogonUserW');
        return tokens.logonUser(account, options.password, logonType);
      });
    }
  }
}

function withToken(tokens: Tokens, tokenFor: (account: Account) => number): Impersonation {
  return {
    runAs(account, action) {
      const token = tokenFor(account);
      try {
        tokens.impersonate(token);
        try {
          // A failed impersonation would silently measure the process's own user.
          if (!tokens.threadRunsAs(token)) throw identityNotTaken();
          action(account);
        } finally {
          tokens.revert();
        }
      } finally {
        tokens.close(token);
      }
    },
  };
}

function identityNotTaken(): CallFailure {
  return new CallFailure(
    'ImpersonateLoggedOnUser',
    'IDENTITY_NOT_TAKEN',
    'success, but the thread runs as someone else',
  );
}

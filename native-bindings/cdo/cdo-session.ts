import type { CallMarker } from '../checks/call-marker.ts';
import type { DispatchClass, DispatchObject } from '../com/dispatch-object.ts';
import { type Argument, OMITTED } from '../com/invoker.ts';
import type { FOLDER, MESSAGES, SESSION } from './cdo-interfaces.ts';

/** The classes of objects that a session leads to. */
export interface CdoClasses {
  readonly session: DispatchClass<keyof typeof SESSION.members>;
  readonly folder: DispatchClass<keyof typeof FOLDER.members>;
  readonly messages: DispatchClass<keyof typeof MESSAGES.members>;
}

/** A Session object of CDO 1.21. Methods throw a CallFailure with CDO's own error, named as MAPI names it. */
export class CdoSession {
  private readonly classes: CdoClasses;
  private readonly session: DispatchObject<keyof typeof SESSION.members>;
  private readonly mark: CallMarker;

  /** @param object address of the Session, which `release` gives back */
  constructor(classes: CdoClasses, object: number, mark: CallMarker) {
    this.classes = classes;
    this.session = classes.session.at(object);
    this.mark = mark;
  }

  /**
   * A session of its own on a temporary profile that CDO makes, without a dialog and without the spooler;
   * MAPI takes the thread's identity. Arguments as in KB Q284604.
   * @param server Exchange server that holds the mailbox
   * @param mailbox its alias
   */
  logon(server: string, mailbox: string): void {
    this.mark('CDO Session.Logon');
    this.session.run('Logon', ...logonArguments(server, mailbox));
  }

  /**
   * Gives the arguments of `logon` to Logoff, which takes none, for what passing them costs: nothing is logged on.
   * On a session that never was, it fails whether or not CDO looks at the arguments.
   */
  passLogonArguments(server: string, mailbox: string): void {
    this.mark('CDO Session.Logoff');
    this.session.run('Logoff', ...logonArguments(server, mailbox));
  }

  /** How many messages the mailbox has in its Inbox: opens the mailbox's store. */
  inboxMessageCount(): number {
    const { folder, messages } = this.classes;
    this.mark('CDO Session.Inbox');
    using inbox = this.session.object(folder, 'Inbox');
    using found = inbox.object(messages, 'Messages');
    return found.number('Count');
  }

  logoff(): void {
    this.mark('CDO Session.Logoff');
    this.session.run('Logoff');
  }

  /** @returns the references that are left */
  release(): number {
    this.mark('CDO Session.Release');
    return this.session.release();
  }

  /** Releases the session at the end of a block that has declared it with `using`. */
  [Symbol.dispose](): void {
    this.release();
  }
}

function logonArguments(server: string, mailbox: string): readonly Argument[] {
  const profile = { name: OMITTED, password: OMITTED, info: `${server}\n${mailbox}` };
  const [showDialog, newSession, noMail] = [false, true, true];
  return [profile.name, profile.password, showDialog, newSession, OMITTED, noMail, profile.info];
}

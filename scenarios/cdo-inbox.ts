import cdoSession, { cyclesOfSessions } from './cdo-session.ts';
import { defineScenario } from './scenario.ts';

/** What CDO programs log on for: the mailbox's store is opened and read before the session ends. */
export default defineScenario({
  ...cdoSession,
  name: 'cdo-inbox',
  summary: 'as cdo-session, with Inbox.Messages.Count read before Logoff',
  open: cyclesOfSessions((session) => session.inboxMessageCount()),
});

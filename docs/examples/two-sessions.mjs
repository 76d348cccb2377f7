// @ts-check
/**
 * Two sessions of the same user in one cycle. Run it with
 *
 *     npm start -- --scenario ./docs/examples/two-sessions.mjs
 *
 * @type {import('mapileak/scenario').Scenario}
 */
const twoSessions = {
  name: 'two-sessions',
  summary: 'as extended-logon, with a second session inside the first',
  source: 'example',
  expectation: 'the same leak as extended-logon: the instance belongs to the user, not to the session',
  impersonates: true,
  open({ mapi, impersonation }) {
    mapi.initialize();
    /** @param {import('mapileak/scenario').Mailbox} mailbox */
    const logonTwice = ({ mailbox }) => {
      const first = mapi.logonEx(mailbox);
      try {
        mapi.end(mapi.logonEx(mailbox));
      } finally {
        mapi.end(first);
      }
    };
    return {
      cycle: (mailbox) => impersonation.runAs(mailbox, logonTwice),
      close: () => mapi.uninitialize(),
    };
  },
};

export default twoSessions;

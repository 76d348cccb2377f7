import { defineScenario } from './scenario.ts';

/**
 * The leak that remains after the hotfix: a program that loads and frees Mapi32.dll again and again (KB 901014). All
 * other scenarios load it once. A code address is bound once, so binding is none of what grows.
 */
export default defineScenario({
  name: 'reload-mapi32',
  summary: 'LoadLibrary of mapi32.dll, MAPIInitialize, one logon and logoff, MAPIUninitialize, FreeLibrary',
  source: 'KB 901014',
  expectation: 'leaks even with CleanUpMAPIHeap 1',
  impersonates: true,
  loadsMapi: true,
  open({ mapiModule, impersonation }) {
    return {
      cycle(mailbox) {
        mapiModule.whileLoaded((mapi) => {
          mapi.initialize();
          try {
            impersonation.runAs(mailbox, ({ mailbox: profile }) => mapi.end(mapi.logonEx(profile)));
          } finally {
            mapi.uninitialize();
          }
        });
      },
      close: () => {},
    };
  },
});

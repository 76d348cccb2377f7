import { OwnProfiles } from './own-profiles.ts';
import { type Cycles, defineScenario, type ScenarioContext } from './scenario.ts';

/**
 * What a program does that has no profile for each mailbox: it makes one for each logon and deletes it afterwards.
 * The order is that of MFCMAPI (HrAddExchangeToProfile). A profile in use is only marked by DeleteProfile, so
 * it is deleted after the logoff (IProfAdmin::DeleteProfile).
 */
export default defineScenario({
  name: 'temporary-profile',
  summary: 'as extended-logon, with a profile that is created, configured and deleted in every cycle',
  source: 'KB 891509; IProfAdmin and IMsgServiceAdmin in the MAPI reference; MFCMAPI, HrAddExchangeToProfile',
  expectation: 'leaks with CleanUpMAPIHeap 0 or absent, not with 1; no profile is left',
  impersonates: true,
  open: (context) => profilePerCycle(context, { initFlags: 0, areFiles: false }),
});

export interface ProfileWay {
  /** Of MAPIInitialize, besides the usual ones. */
  readonly initFlags: number;
  /** Whether profiles are files, which MAPI itself is to delete with the last session. */
  readonly areFiles: boolean;
}

export function profilePerCycle(context: ScenarioContext, { initFlags, areFiles }: ProfileWay): Cycles {
  const { mapi, impersonation } = context;
  mapi.initialize(initFlags);
  const { profiles } = mapi;
  const own = new OwnProfiles(profiles, areFiles ? context.profileFolder : null);
  return {
    cycle(mailbox) {
      const profile = own.newName();
      impersonation.runAs(mailbox, ({ mailbox: alias, server }) => {
        using admin = profiles.admin();
        admin.create(profile);
        let isMapisToDelete = false;
        try {
          admin.addExchange(profile, alias, server);
          mapi.end(mapi.logonEx(profile));
          isMapisToDelete = areFiles;
        } finally {
          if (!isMapisToDelete) admin.deleteIfThere(profile);
        }
      });
    },
    profilesLeft: () => own.left(),
    close: () => mapi.uninitialize(),
  };
}

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
  open: (context) => profilePerCycle(context, { initFlags: 0, goesAtLogoff: false }),
});

export interface ProfileWay {
  /** Of MAPIInitialize, besides the usual ones. */
  readonly initFlags: number;
  /** Whether MAPI itself is to delete a profile with its last session. */
  readonly goesAtLogoff: boolean;
}

export function profilePerCycle(
  { mapi, impersonation, profileFolder }: ScenarioContext,
  { initFlags, goesAtLogoff }: ProfileWay,
): Cycles {
  mapi.initialize(initFlags);
  const { profiles } = mapi;
  const own = new OwnProfiles(profiles, profileFolder);
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
          isMapisToDelete = goesAtLogoff;
        } finally {
          if (!isMapisToDelete) admin.deleteIfThere(profile);
        }
      });
    },
    profilesLeft: () => own.left(),
    close: () => mapi.uninitialize(),
  };
}

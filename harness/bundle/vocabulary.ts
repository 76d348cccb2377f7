import { CLAIMS } from '../contract/claims.ts';
import { RESOURCES } from '../contract/resources.ts';

/** Words of what the program, its scenarios and the registry say: who is called like one of them is told from it by its place. */
const WORDS = `
Microsoft Exchange Server Windows Messaging Subsystem Applications CleanUpMAPIHeap MAPI MAPI32 Outlook Active Directory
Windows Registry Editor Version SOFTWARE HKEY_LOCAL_MACHINE HKEY_CURRENT_USER WOW6432Node Clients Mail CurrentVersion
dword hex default node mapileak stand-in provider profile service store session logon logoff message inbox heap
Error at file line failed failure refused denied not found with without before after which while until that this they
there their from into over under again on off in of to by is are was were be been has have had can cannot may must only
user users mailbox mailboxes account accounts domain domains host hosts path paths process processes call calls cycle
administrator system local machine key value values view bit bits DLL library libraries build version hotfix article
`;

/** What names nothing, whatever run it is. */
export function vocabulary(): string {
  return `${WORDS}\n${JSON.stringify(CLAIMS)}\n${JSON.stringify(RESOURCES)}\n`;
}

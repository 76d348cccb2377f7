#ifndef MAPILEAK_PROVIDER_SIMPLE_H
#define MAPILEAK_PROVIDER_SIMPLE_H

/** The internal heap is about to go, and what MAPILogon knows of its sessions. Inside the library. */
void simple_sessions_forget(void);

#endif

#ifndef MAPILEAK_PROVIDER_TIMED_LEAK_H
#define MAPILEAK_PROVIDER_TIMED_LEAK_H

#include "dials.h"

/*
 * A leak of so many bytes a minute, logons or not, by a thread of the provider. The thread lives from the
 * first MAPIInitialize to the last MAPIUninitialize, so that it does not come and go with the logons, and
 * leaks from the first successful logon on.
 */

/** A thread that is to end. Empty where there is none. */
struct ending_thread {
  HANDLE thread, stop;
};

/** Starts the thread if it is dialled. Inside the library's lock. False when memory runs out. */
bool timed_leak_start(const struct dials *dials);
/** From now on time is counted, if it is not yet. Inside the library's lock. */
void timed_leak_begin(void);
/** From now on the thread touches no heap. Inside the library's lock. */
struct ending_thread timed_leak_stop(void);
/** Has the thread end. Outside the library's lock, which the thread may be waiting for. */
void timed_leak_join(struct ending_thread ending);
/** The same while the library is being unloaded. */
void timed_leak_join_at_unload(struct ending_thread ending);

#endif

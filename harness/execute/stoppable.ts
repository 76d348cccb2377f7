import type { MarkedCall } from '../../native-bindings/checks/call-marker.ts';
import type { HostLink } from './host-link.ts';

/** How long a cycle may go on after the wish to stop, before the hosts are ended by force. */
const STOP_GRACE_MS = 10_000;

/** The user's wish to stop; the second signal does not wait for the running cycle. */
export interface StopSignals {
  readonly stop: AbortSignal;
  readonly stopNow: AbortSignal;
}

/** The hosts that live now, to whom the wish to stop is passed on: one listener, however many there are. */
export class LiveHosts {
  private readonly signals: StopSignals;
  private readonly hosts = new Set<HostLink>();
  private grace: NodeJS.Timeout | undefined;

  constructor(signals: StopSignals) {
    this.signals = signals;
    signals.stop.addEventListener('abort', this.onStop);
    signals.stopNow.addEventListener('abort', this.onStopNow);
  }

  add(host: HostLink): void {
    this.hosts.add(host);
    if (this.signals.stop.aborted) host.tell({ say: 'stop' });
    if (this.signals.stopNow.aborted) void host.kill();
  }

  /**
   * Lets one host go, whatever state it is in.
   * @returns the call that it did not come back from, if it had to be ended by force
   */
  async letGo(host: HostLink): Promise<MarkedCall | null> {
    const stuckIn = await host.leave();
    this.hosts.delete(host);
    return stuckIn;
  }

  /** To be called when the last host is gone. */
  close(): void {
    clearTimeout(this.grace);
    this.signals.stop.removeEventListener('abort', this.onStop);
    this.signals.stopNow.removeEventListener('abort', this.onStopNow);
  }

  private readonly onStop = (): void => {
    for (const host of this.hosts) host.tell({ say: 'stop' });
    this.grace = setTimeout(this.onStopNow, STOP_GRACE_MS);
  };

  private readonly onStopNow = (): void => {
    for (const host of this.hosts) void host.kill();
  };
}

/** Passes the wish to stop on to a host, and lets the host go in the end, whatever happens. */
export async function whileStoppable<T>(
  host: HostLink,
  signals: StopSignals,
  action: () => Promise<T>,
): Promise<T> {
  const hosts = new LiveHosts(signals);
  hosts.add(host);
  try {
    return await action();
  } finally {
    await hosts.letGo(host);
    hosts.close();
  }
}

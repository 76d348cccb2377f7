import { HarnessError } from '../../harness/contract/errors.ts';
import { HRESULTS } from '../checks/hresults.ts';
import type { Com } from './com.ts';

const COINIT_APARTMENTTHREADED = 0x2;

/**
 * The single-threaded apartment of the calling thread. CDO 1.21 needs one: in a multithreaded apartment it
 * cannot be created (KB 239096). Objects must be released before it is left, on the thread that entered it.
 */
export class Apartment {
  private readonly com: Com;

  constructor(com: Com) {
    this.com = com;
  }

  /**
   * Must be balanced by `leave`, also where the thread was in such an apartment already.
   * @throws HarnessError MAPI_ENVIRONMENT if the thread is in a multithreaded apartment, or CallFailure
   */
  enter(): void {
    const { calls, live, ole32 } = this.com;
    const hresult = ole32.CoInitializeEx(0, COINIT_APARTMENTTHREADED);
    if (hresult >>> 0 === HRESULTS.RPC_E_CHANGED_MODE) throw multithreaded();
    calls.hresult('CoInitializeEx', hresult);
    live.taken('apartments');
  }

  leave(): void {
    this.com.ole32.CoUninitialize();
    this.com.live.returned('apartments');
  }
}

function multithreaded(): HarnessError {
  return new HarnessError(
    'MAPI_ENVIRONMENT',
    'CoInitializeEx: RPC_E_CHANGED_MODE: the thread is in a multithreaded apartment, where CDO cannot be created (KB 239096)',
    'Leave out what else uses COM in this process, such as modules that your own scenario imports.',
  );
}

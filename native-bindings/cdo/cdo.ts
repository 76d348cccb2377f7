import { HarnessError, messageOf } from '../../harness/contract/errors.ts';
import { CallFailure } from '../checks/call-failure.ts';
import type { CallMarker } from '../checks/call-marker.ts';
import type { HresultName } from '../checks/hresults.ts';
import { Activation } from '../com/activation.ts';
import { Apartment } from '../com/apartment.ts';
import { type Com, openCom } from '../com/com.ts';
import { DispatchClass } from '../com/dispatch-object.ts';
import { Invoker } from '../com/invoker.ts';
import { POINTER_BYTES } from '../ffi/words.ts';
import type { Windows } from '../windows/windows.ts';
import { CDO_PROG_ID, FOLDER, MESSAGES, SESSION } from './cdo-interfaces.ts';
import { type CdoClasses, CdoSession } from './cdo-session.ts';

/** What COM answers where CDO is not installed, is of another bitness, or lacks a DLL that it needs. */
const MISSING: readonly string[] = [
  'CO_E_CLASSSTRING',
  'CO_E_DLLNOTFOUND',
  'CO_E_ERRORINDLL',
  'REGDB_E_CLASSNOTREG',
  'ERROR_BAD_EXE_FORMAT',
  'ERROR_MOD_NOT_FOUND',
] satisfies readonly HresultName[];

const USE_32_BITS = 'Use a 32-bit Node, since CDO exists in 32-bit only. ';
const INSTALL =
  'Install the Exchange MAPI client and CDO 1.2.1 (KB 2028411); `mapileak doctor` says what is registered.';

/**
 * CDO 1.21 in this process, on this thread. It initializes MAPI itself, when the first Session is made. One
 * Session that is never logged on is kept until `close`: as long as there is one, CDO stays loaded and MAPI
 * initialized. Without it they would stay for the time that OLEMsgPersistenceTimeout names (CDO
 * documentation, "About Installation"), and a rest between cycles could outlast that.
 */
export class Cdo {
  private readonly apartment: Apartment;
  private readonly activation: Activation;
  private readonly classes: CdoClasses;
  private readonly mark: CallMarker;
  private readonly kept: CdoSession;

  /**
   * Enters the thread's apartment, which `close` leaves, and loads CDO.
   * @throws HarnessError MAPI_ENVIRONMENT if there is no CDO that can be used here, or CallFailure
   */
  constructor(com: Com, mark: CallMarker) {
    const invoker = new Invoker(com);
    this.mark = mark;
    this.classes = {
      session: new DispatchClass(invoker, SESSION),
      folder: new DispatchClass(invoker, FOLDER),
      messages: new DispatchClass(invoker, MESSAGES),
    };
    this.apartment = new Apartment(com);
    this.apartment.enter();
    try {
      this.activation = new Activation(com, CDO_PROG_ID);
      this.kept = this.newSession();
    } catch (error) {
      this.apartment.leave();
      throw explained(error);
    }
  }

  /** A new Session, not logged on. @throws CallFailure */
  newSession(): CdoSession {
    this.mark('CoCreateInstance');
    return new CdoSession(this.classes, this.activation.create(), this.mark);
  }

  /** Leaves the apartment. Every other session must have been released. */
  close(): void {
    this.kept.release();
    this.apartment.leave();
  }
}

/**
 * Loads COM and CDO.
 * @throws HarnessError LIBRARY_NOT_LOADED, EXPORT_MISSING, or MAPI_ENVIRONMENT if there is no CDO here
 */
export function openCdo(windows: Windows, mark: CallMarker): Cdo {
  return new Cdo(openCom(windows), mark);
}

function explained(error: unknown): unknown {
  if (!(error instanceof CallFailure) || !MISSING.includes(error.code)) return error;
  const bitness = 8 * POINTER_BYTES;
  return new HarnessError(
    'MAPI_ENVIRONMENT',
    `CDO 1.21 (${CDO_PROG_ID}) cannot be used in this ${bitness}-bit process: ${messageOf(error)}`,
    `${bitness === 64 ? USE_32_BITS : ''}${INSTALL}`,
    { cause: error },
  );
}

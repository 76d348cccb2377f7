import { type Cdo, openCdo } from '../../native-bindings/cdo/cdo.ts';
import type { CallMarker } from '../../native-bindings/checks/call-marker.ts';
import type { Windows } from '../../native-bindings/windows/windows.ts';
import { HarnessError } from '../contract/errors.ts';

/** CDO as a session host has it: opened by its scenario before the host says what is loaded, or not at all. */
export class HostCdo {
  private readonly windows: Windows;
  private readonly mark: CallMarker;
  private isOpened = false;
  private isTooLate = false;

  constructor(windows: Windows, mark: CallMarker) {
    this.windows = windows;
    this.mark = mark;
  }

  /** @throws HarnessError SCENARIO once the scenario is open, or as `openCdo` */
  open(): Cdo {
    if (this.isTooLate) {
      throw new HarnessError(
        'SCENARIO',
        'the scenario opens CDO in a cycle, when nobody looks any more whose CDO it is',
        'Call cdo() in open, and say usesCdo: true: see docs/scenarios.md.',
      );
    }
    this.isOpened = true;
    return openCdo(this.windows, this.mark);
  }

  /** From now on CDO is open, or stays out of this process. @returns whether it was opened */
  scenarioIsOpen(): boolean {
    this.isTooLate = true;
    return this.isOpened;
  }
}

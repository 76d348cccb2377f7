import { closeSync, openSync, readFileSync } from 'node:fs';
import { type CallMarker, MARKED_CALLS, type MarkedCall } from '../../native-bindings/checks/call-marker.ts';
import { MappedFile } from '../../native-bindings/windows/mapped-file.ts';
import type { Windows } from '../../native-bindings/windows/windows.ts';
import { HarnessError } from '../contract/errors.ts';
import { whyNotWritten } from '../contract/why-not-written.ts';

/** Little-endian u32 fields: magic, index into MARKED_CALLS, cycle, and a counter of marks. */
export const FLIGHT_RECORD_BYTES = 16;
const MAGIC = 0x464c_4131;
const CALL = 4;
const CYCLE = 8;
const MARKS = 12;

/** Where a host is, as read from outside. Two equal records mean that nothing has moved in between. */
export interface FlightRecord {
  readonly call: MarkedCall;
  readonly cycle: number;
  readonly marks: number;
}

/**
 * Notes in a memory-mapped file which native call the host is about to make in which cycle. A host that hangs
 * in that call cannot answer, and one that was killed cannot either; the file still says.
 */
export class FlightRecorder {
  private readonly file: MappedFile;
  private marks = 0;

  /** @throws HarnessError HOST_FILE_NOT_WRITTEN; CallFailure where the disk is not to blame */
  constructor(windows: Windows, path: string) {
    this.file = mapped(windows, path);
    this.file.bytes.writeUInt32LE(MAGIC, 0);
    this.mark('between cycles');
  }

  /** To be called between cycles. */
  startCycle(cycle: number): void {
    this.file.bytes.writeUInt32LE(cycle >>> 0, CYCLE);
  }

  readonly mark: CallMarker = (call) => {
    this.marks = (this.marks + 1) >>> 0;
    this.file.bytes.writeUInt32LE(MARKED_CALLS.indexOf(call), CALL);
    this.file.bytes.writeUInt32LE(this.marks, MARKS);
    this.file.publish();
  };

  close(): void {
    this.file.close();
  }
}

/** A disk that can only be read since the file was made is no fault of MAPI, and what Windows says of it names no file. */
function mapped(windows: Windows, path: string): MappedFile {
  try {
    return new MappedFile(windows, path, FLIGHT_RECORD_BYTES);
  } catch (error) {
    const refusal = refusalToWrite(path);
    if (refusal === null) throw error;
    throw new HarnessError(
      'HOST_FILE_NOT_WRITTEN',
      `${path} could not be written: ${whyNotWritten(refusal)}`,
      'Make its disk and folder writable again. What was written before is kept.',
      { cause: error },
    );
  }
}

/** null if it can be written. */
function refusalToWrite(path: string): unknown {
  try {
    closeSync(openSync(path, 'r+'));
    return null;
  } catch (error) {
    return error;
  }
}

/** The last record, or null if the host never got so far as to make one. */
export function readFlightRecord(path: string): FlightRecord | null {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    return null;
  }
  if (bytes.length < FLIGHT_RECORD_BYTES || bytes.readUInt32LE(0) !== MAGIC) return null;
  const call = MARKED_CALLS[bytes.readUInt32LE(CALL)];
  if (call === undefined) return null;
  return { call, cycle: bytes.readUInt32LE(CYCLE), marks: bytes.readUInt32LE(MARKS) };
}

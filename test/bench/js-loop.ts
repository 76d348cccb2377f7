import { FFI_ENGINES } from '../../harness/contract/plan.ts';
import { FlightRecorder } from '../../harness/execute/flight-recorder.ts';
import { openMapi } from '../../native-bindings/mapi/open-mapi.ts';
import { openWindows } from '../../native-bindings/windows/windows.ts';

/**
 * The cycle of scenario no-impersonation as the session host runs it, flight recorder included.
 * Usage: js-loop ENGINE CYCLES RECORD; prints nanoseconds per cycle.
 */
const [engine = '', cycles = '', record = ''] = process.argv.slice(2);
const ffi = FFI_ENGINES.find((name) => name === engine) ?? 'ffi-napi';
const windows = await openWindows(ffi);
const recorder = new FlightRecorder(windows, record);
const { mapi } = openMapi(windows, { kind: 'stand-in' }, recorder.mark);
mapi.initialize();

async function loop(count: number): Promise<number> {
  const started = performance.now();
  for (let cycle = 0; cycle < count; cycle++) {
    recorder.startCycle(cycle);
    mapi.end(mapi.logonEx('mailbox-0001'));
    recorder.mark('between cycles');
    if (cycle % 1000 === 999) await new Promise(setImmediate);
  }
  return ((performance.now() - started) * 1e6) / count;
}

await loop(Number(cycles) / 4);
process.stdout.write(`${(await loop(Number(cycles))).toFixed(1)}\n`);

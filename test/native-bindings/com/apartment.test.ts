import { test } from 'tap';
import { FFI_ENGINES } from '../../../harness/contract/plan.ts';
import { Apartment } from '../../../native-bindings/com/apartment.ts';
import { openCom } from '../../../native-bindings/com/com.ts';
import { openWindows } from '../../../native-bindings/windows/windows.ts';

const COINIT_MULTITHREADED = 0;
const COINIT_APARTMENTTHREADED = 2;
const [S_OK, S_FALSE] = [0, 1];

for (const engine of FFI_ENGINES) {
  test(`${engine}: the apartment is left as often as it is entered`, async (t) => {
    const windows = await openWindows(engine);
    const com = openCom(windows);
    const apartment = new Apartment(com);
    apartment.enter();
    apartment.enter();
    t.equal(windows.live.describe(), 'apartments: 2');
    t.equal(com.ole32.CoInitializeEx(0, COINIT_APARTMENTTHREADED), S_FALSE, 'COM counts too');
    com.ole32.CoUninitialize();
    apartment.leave();
    apartment.leave();
    t.equal(windows.live.describe(), '');
    t.equal(com.ole32.CoInitializeEx(0, COINIT_MULTITHREADED), S_OK, 'the thread is in none');
    com.ole32.CoUninitialize();
  });

  test(`${engine}: a thread that is in the multithreaded apartment is refused`, async (t) => {
    const windows = await openWindows(engine);
    const com = openCom(windows);
    t.equal(com.ole32.CoInitializeEx(0, COINIT_MULTITHREADED), S_OK);
    t.throws(() => new Apartment(com).enter(), {
      code: 'MAPI_ENVIRONMENT',
      message: /RPC_E_CHANGED_MODE.*KB 239096/,
      remedy: /Leave out what else uses COM/,
    });
    t.equal(windows.live.describe(), '', 'nothing is to be left');
    com.ole32.CoUninitialize();
    new Apartment(com).enter();
    com.ole32.CoUninitialize();
  });
}

import { test } from 'tap';
import { machineChanges } from '../../../../harness/execute/resume/changed-machine.ts';

const BEFORE = {
  ...{ mapileak: '0.1.0', node: '20.20.2', platform: 'win32', arch: 'ia32' },
  ...{ osRelease: '10.0.14393', wine: null, cpus: 2 },
};

test('what else changed while a run was cut off is told, and stays told', async (t) => {
  t.same(machineChanges(BEFORE, BEFORE), []);
  const changed = machineChanges(BEFORE, { ...BEFORE, osRelease: '10.0.17763', node: '22.1.0' });
  t.same(changed, [
    'Node changed while the run was cut off: 20.20.2 before, 22.1.0 since',
    'the system changed while the run was cut off: win32 10.0.14393 ia32 before, win32 10.0.17763 ia32 since',
  ]);
  const later = { ...BEFORE, changed: [...changed] };
  t.same(machineChanges(later, { ...BEFORE, cpus: 4 }), [
    ...changed,
    'the number of processors changed while the run was cut off: 2 before, 4 since',
  ]);
});

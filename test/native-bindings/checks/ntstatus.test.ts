import { test } from 'tap';
import { describeExitCode } from '../../../native-bindings/checks/ntstatus.ts';

test('an NTSTATUS has its name, signed or not, and other exit codes are numbers', async (t) => {
  t.equal(describeExitCode(0xc0000005), 'STATUS_ACCESS_VIOLATION (0xC0000005)');
  t.equal(describeExitCode(0xc0000005 | 0), 'STATUS_ACCESS_VIOLATION (0xC0000005)');
  t.equal(describeExitCode(0xc00001a1), 'exit code 0xC00001A1');
  t.equal(describeExitCode(70), 'exit code 70');
  t.equal(describeExitCode(0), 'exit code 0');
});

/** Whether a process of this machine has that id now; one of another account counts as well. */
export function isAlive(pid: number): boolean {
  // 0 and negative ids mean groups of processes.
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

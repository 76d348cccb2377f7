/** Test options: skipped, and says why, where the test has nothing to run on. */
export function onlyOnWindows(): { skip: string | false } {
  return { skip: process.platform === 'win32' ? false : 'runs on Windows, and under Wine, alone' };
}

export function notOnWindows(why: string): { skip: string | false } {
  return { skip: process.platform === 'win32' ? why : false };
}

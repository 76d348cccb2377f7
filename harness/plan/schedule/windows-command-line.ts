/**
 * One argument of a Windows command line, quoted so that CommandLineToArgvW gives it back as it was: backslashes count
 * only before a quote, where each is doubled.
 */
export function windowsWord(word: string): string {
  if (word !== '' && !/[\s"]/.test(word)) return word;
  const escaped = word.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1');
  return `"${escaped}"`;
}

export const windowsCommandLine = (words: readonly string[]): string => words.map(windowsWord).join(' ');

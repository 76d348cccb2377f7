/** Names that Windows takes for devices in every folder, with any extension (Naming Files, Paths, and Namespaces). */
const DEVICES = /^(con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)/i;

/** Separators, drives and streams (`:`), wildcards, quotes, and control characters. */
const UNSAFE = /[\p{Cc}\p{Cs}/\\:*?"<>|]/u;

const LONGEST_NAME = 255;

/**
 * Whether a text is the plain name of an entry of a folder, on every system: no step elsewhere, no device of
 * Windows, no alternate data stream, nothing that Windows would read as another name (`run.`, `run `).
 */
export function isPlainName(text: string): boolean {
  return (
    text !== '' &&
    text.length <= LONGEST_NAME &&
    !text.startsWith('.') &&
    !/[. ]$/.test(text) &&
    !UNSAFE.test(text) &&
    !DEVICES.test(text)
  );
}

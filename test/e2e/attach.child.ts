import { appendFileSync } from 'node:fs';

/**
 * A program that is not ours: told to begin, it writes a line to its log every few milliseconds, keeps so many bytes with each, and ends
 * after so many.
 */
const [log = '', bytesPerLine = '0', everyMs = '5', lines = '0'] = process.argv.slice(2);

const kept: Buffer[] = [];
let written = 0;
process.once('message', () => {
  const timer = setInterval(() => {
    const bytes = Number(bytesPerLine);
    // Written to, since pages that nobody touched are no memory.
    if (bytes > 0) kept.push(Buffer.alloc(bytes, 1));
    written += 1;
    appendFileSync(log, `logoff of mailbox-${written} done\r\nand something else\r\n`);
    if (written === Number(lines)) clearInterval(timer);
  }, Number(everyMs));
  process.disconnect();
});

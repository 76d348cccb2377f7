import { REG_FILE_VERSION, type RegEntry, type RegSection } from '../../native-bindings/windows/reg-file.ts';
import { dword, type RegistryValue, text } from '../../native-bindings/windows/registry-values.ts';

const REG_BINARY = 3;

/**
 * Reads a .reg file of version 5, of ours or as regedit exports it. Comments are left out.
 * @throws SyntaxError for anything else
 */
export function parseRegFile(file: Buffer): readonly RegSection[] {
  const content = file.toString('utf16le');
  if (!content.startsWith(`\ufeff${REG_FILE_VERSION}\r\n`))
    throw new SyntaxError('no .reg file of version 5');
  const lines = content
    .slice(1)
    .replace(/\\\r\n {2}/g, '')
    .split('\r\n')
    .slice(1);
  const sections: { section: RegSection; values: RegEntry[] }[] = [];
  for (const line of lines) {
    if (line === '' || line.startsWith(';')) continue;
    const [, minus, key] = /^\[(-?)(.+)\]$/s.exec(line) ?? [];
    if (key !== undefined) {
      const values: RegEntry[] = [];
      const section: RegSection =
        minus === '-' ? { kind: 'delete-key', key } : { kind: 'values', key, values };
      sections.push({ section, values });
      continue;
    }
    const last = sections.at(-1);
    if (last?.section.kind !== 'values') throw new SyntaxError(`a value outside of a key: ${line}`);
    last.values.push(parseEntry(line));
  }
  return sections.map(({ section }) => section);
}

function parseEntry(line: string): RegEntry {
  const [all, quoted] = /^(?:@|"((?:[^"\\]|\\["\\])*)")=/.exec(line) ?? [];
  if (all === undefined) throw new SyntaxError(`no value: ${line}`);
  return { name: quoted === undefined ? '' : unescaped(quoted), value: parseValue(line.slice(all.length)) };
}

function parseValue(written: string): RegistryValue | null {
  if (written === '-') return null;
  const number = /^dword:([0-9a-f]{8})$/.exec(written)?.[1];
  if (number !== undefined) return dword(Number.parseInt(number, 16));
  const string = /^"((?:[^"\\]|\\["\\])*)"$/.exec(written)?.[1];
  if (string !== undefined) return text(unescaped(string));
  const [, type, bytes] = /^hex(?:\(([0-9a-f]+)\))?:((?:[0-9a-f]{2}(?:,(?!$)|$))*)$/.exec(written) ?? [];
  if (bytes === undefined) throw new SyntaxError(`no data: ${written}`);
  return {
    type: type === undefined ? REG_BINARY : Number.parseInt(type, 16),
    data: Buffer.from(bytes.replaceAll(',', ''), 'hex'),
  };
}

function unescaped(quoted: string): string {
  return quoted.replace(/\\(["\\])/g, '$1');
}

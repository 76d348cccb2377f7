import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readMap } from '../../../harness/cli/bundle/output.ts';
import { readZip } from '../../../harness/cli/bundle/zip-reader.ts';
import { keysInForce, withKeys } from '../../../harness/cli/config/config-arguments.ts';
import { readConfigFile } from '../../../harness/cli/config/config-file.ts';
import { parseJson } from '../../../harness/contract/json-input.ts';
import { faultOfJson } from '../../../harness/contract/json-scanner.ts';
import { parseRunOptions } from '../../../harness/plan/options.ts';
import { readPassword } from '../../../scenarios/credentials/password.ts';
import { scanMailboxFile } from '../../../scenarios/mailboxes/csv.ts';
import type { Mailbox } from '../../../scenarios/mailboxes/mailbox.ts';
import { CSV_HEADER, csvLine } from '../../../scenarios/mailboxes/write-csv.ts';
import { spoilt } from '../mutations.ts';
import { answerOf, isRead, type MakeTarget, target } from '../target.ts';
import { changed } from '../values.ts';

const GOOD_LISTS = [
  'mailbox,user,domain,server,legacyDn\nanna,anna,EXAMPLE,MAIL,/o=Org/ou=A/cn=anna\nbert,bert@example.com,,,\n',
  'mailbox\n# a comment\n\nanna\n"b ""x"" c"\n',
  'Server,Mailbox\r\nMAIL,"last, first"\r\n',
];

/** Mailbox lists: what is accepted can be written again, and means the same. */
export const csv: MakeTarget = (folder) => {
  const file = join(folder, 'list.csv');
  return target({
    inputs: spoilt(GOOD_LISTS.map((text) => Buffer.from(text))),
    async feed(input) {
      const found = await scanned(file, input);
      if (found === undefined) return false;
      const again = await scanned(file, Buffer.from(CSV_HEADER + found.map(csvLine).join('')));
      if (JSON.stringify(again) !== JSON.stringify(found))
        throw new Error('written again it is another list');
      return true;
    },
  });
};

async function scanned(file: string, content: Buffer): Promise<readonly Mailbox[] | undefined> {
  writeFileSync(file, content);
  const found: Mailbox[] = [];
  return await answerOf(file, async () => {
    await scanMailboxFile(file, (mailbox) => found.push(mailbox));
    return found;
  });
}

const GOOD_CONFIG = {
  cycles: 2000,
  'stand-in': ['InstanceBytes=1000', 'RefuseProfile=x'],
  control: false,
  duration: '90s',
  margin: '64',
  seed: -5,
};

/** Files of options: what is accepted becomes arguments that hold nothing but options. */
export const config: MakeTarget = (folder) => {
  const file = join(folder, 'config.json');
  return target({
    inputs: fc.oneof(
      spoilt([Buffer.from(JSON.stringify(GOOD_CONFIG, null, 2))]),
      changed([GOOD_CONFIG]).map((value) => Buffer.from(JSON.stringify(value) ?? '')),
    ),
    async feed(input) {
      writeFileSync(file, input);
      const found = await answerOf(file, () => readConfigFile(file));
      if (found === undefined) return false;
      const args = withKeys(
        ['compare', '--seed', '7', '--', 'x'],
        found,
        keysInForce(found, ['--seed', '7']),
      );
      const own = args.slice(3, -2);
      if (!own.every((each) => /^--[a-z][a-z0-9-]*=/.test(each) && !each.startsWith('--seed=')))
        throw new Error(own.join(' '));
      return true;
    },
  });
};

const GOOD_MAP = { schema: 1, aliases: [{ kind: 'mailbox', name: 'anna', alias: 'mailbox-1' }] };

/** The map of a bundle's aliases. */
export const aliasMap: MakeTarget = (folder) => {
  const file = join(folder, 'map.json');
  return target({
    inputs: fc.oneof(
      spoilt([Buffer.from(JSON.stringify(GOOD_MAP))]),
      changed([GOOD_MAP]).map((value) => Buffer.from(JSON.stringify(value) ?? '')),
    ),
    async feed(input) {
      writeFileSync(file, input);
      return isRead(await answerOf(file, () => readMap(file)));
    },
  });
};

/** The scanner that says where a text is no JSON agrees with JSON.parse on which texts are. */
export const json: MakeTarget = () =>
  target({
    inputs: fc.oneof(
      spoilt([
        Buffer.from('{"a": [1, -2.5e3, "x\\n\\u00e4"], "b": {"c": null, "d": [true, false, []]}}\n'),
      ]).map((bytes) => bytes.toString()),
      fc.json(),
    ),
    feed(text) {
      let isJson = true;
      try {
        JSON.parse(text);
      } catch {
        isJson = false;
      }
      const fault = faultOfJson(text, { depth: 1e9, values: 1e9 });
      if ((fault === null) !== isJson)
        throw new Error(`${isJson ? '' : 'no '}JSON, but ${JSON.stringify(fault)}`);
      if (fault !== null && fault.line > text.split('\n').length)
        throw new Error(`there is no line ${fault.line}`);
      try {
        parseJson(text);
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
      }
      return isJson;
    },
  });

/** Password files: the path alone is named, never what is in them. */
export const passwordFile: MakeTarget = (folder) => {
  const file = join(folder, 'password');
  const io = { environment: {}, userId: process.getuid?.() ?? null, note: () => {} };
  return target({
    inputs: spoilt(['geheim\n', '\ufeffpässwörd\r\n', 'x'].map((text) => Buffer.from(text))),
    async feed(input) {
      writeFileSync(file, input, { mode: 0o600 });
      chmodSync(file, 0o600);
      const source = { kind: 'file', path: file } as const;
      const password = await answerOf('', () =>
        readPassword(source, { ...io, input: process.stdin, output: process.stderr }),
      );
      if (password !== undefined && password !== null && password.bytes.length < 4)
        throw new Error('an empty password');
      return isRead(password);
    },
  });
};

const BASE = {
  ...{
    scenario: 'extended-logon',
    mapi: 'stand-in',
    ffi: 'koffi',
    replicates: 4,
    arms: 'off,on',
    control: true,
  },
  ...{ flagView: 'own', flagKey: 'applications', impersonation: 'auto', logonType: 'network', seed: 1 },
  ...{ walkBudget: 2, hangTimeout: 120, standIn: [] },
};
const TEXTS: readonly (readonly [string, readonly string[]])[] = [
  ['duration', ['90s', '1.5h', '30m']],
  ['margin', ['64', 'handles=0.02', 'heapBytes=1e3']],
  ['allowedGrowth', ['500MB', '1.5GiB']],
  ['standIn', ['InstanceBytes=1000', 'RefuseCode=0x80040111', 'RefuseProfile=mailbox 7']],
  ['arms', ['off,on', 'off,on,absent']],
];
const NUMBERS = [
  'cycles',
  'mailboxCount',
  'replicates',
  'block',
  'seed',
  'walkBudget',
  'hangTimeout',
  'horizon',
];

const spoiltText = fc.constantFrom(...TEXTS).chain(([name, good]) =>
  spoilt(good.map((text) => Buffer.from(text))).map((bytes) => {
    const text = bytes.toString();
    const isList = name === 'margin' || name === 'standIn';
    return { [name]: isList ? [text] : text, ...(name === 'allowedGrowth' ? { logonsPerLife: 1e6 } : {}) };
  }),
);
const anyNumber = fc
  .tuple(fc.constantFrom(...NUMBERS), fc.oneof(fc.double(), fc.integer()))
  .map(([name, number]) => ({ [name]: number }));

/** Values of options: what is accepted is finite, so that it is the same when it comes back from plan.json. */
export const options: MakeTarget = () =>
  target<Readonly<Record<string, unknown>>>({
    inputs: fc.oneof(spoiltText, anyNumber),
    async feed(given) {
      const found = await answerOf('--', () => parseRunOptions({ ...BASE, ...given }));
      if (found === undefined) return false;
      requireFinite(found);
      return true;
    },
  });

function requireFinite(value: unknown): void {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`${value} is accepted`);
  if (typeof value === 'object' && value !== null)
    for (const each of Object.values(value)) requireFinite(each);
}

/** What a bundle is read back by. */
export const zip: MakeTarget = (folder) => {
  const file = join(folder, 'bundle.zip');
  return target({
    inputs: spoilt([GOOD_ZIP]),
    async feed(input) {
      writeFileSync(file, input);
      const entries = await answerOf(file, async () => {
        const found = await readZip(file);
        for (const entry of found) for await (const _ of entry.content());
        return found;
      });
      return isRead(entries);
    },
  });
};

/** One stored file, `a.txt`, with the text `hello`; by APPNOTE.TXT. */
const GOOD_ZIP = Buffer.from(
  '504b0304140000000000000000008610369a0500000005000000050000612e74787468656c6c6f'.replace(
    '050000612e',
    '05000000612e',
  ) +
    '504b01021400140000000000000000008610369a05000000050000000500000000000000000000000000000000000000612e747874' +
    '504b05060000000001000100330000002800000000000000',
  'hex',
);

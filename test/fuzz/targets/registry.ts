import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { SANITIZER_FLAGS } from '../../../native-bindings/stand-in/linux-recipe.ts';
import { standInFolder } from '../../../native-bindings/stand-in/paths.ts';
import { WARNING_FLAGS } from '../../../native-bindings/stand-in/recipe.ts';
import { findCompiler } from '../../support/find-compiler.ts';
import { spoilt } from '../mutations.ts';
import { type MakeTarget, target } from '../target.ts';

/** What the reader needs of the stand-in; its memory comes from malloc where AddressSanitizer looks on. */
const SOURCES = ['registry-read.c', 'registry-write.c', 'registry-tree.c', 'text.c', 'pool.c'];

const GOOD = `mapileak registry 1
[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Exchange]
@="x"
"CleanUpMAPIHeap"=dword:00000001
"text \u20ac"="a\\"b\\\\\\n\\u20ac\\ud83d\\ude00"
"bytes"=hex(00000003):00,ff,7f

[HKEY_CURRENT_USER\\A]
[HKEY_USERS\\S-1-5-21\\B\\C]
"n"="v"
`;

/** The file of the stand-in's registry, read by its C sources with the sanitizers in them. */
export const registryText: MakeTarget = (folder) => {
  const reader = spawn(compiled(folder), { stdio: ['pipe', 'pipe', 'pipe'] });
  const answers = new Answers(reader);
  return target({
    inputs: spoilt([Buffer.from(GOOD)]),
    async feed(input) {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(input.length);
      reader.stdin.write(Buffer.concat([length, input]));
      const answer = await answers.next();
      if (answer !== 'c' && answer !== 'r') throw new Error(answer);
      return answer === 'r';
    },
    close: () => reader.stdin.end(),
  });
};

/** One character a question; after its end, what the sanitizers said of it. */
class Answers {
  private wake: (answer: string) => void = () => {};
  private end: string | null = null;

  constructor({ stderr, stdout }: ChildProcess) {
    let said = '';
    stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    stdout
      ?.setEncoding('latin1')
      .on('data', (text: string) => this.wake(text))
      .on('close', () => {
        this.end = `the reader ended: ${said}`;
        this.wake(this.end);
      });
  }

  async next(): Promise<string> {
    if (this.end !== null) return this.end;
    return await new Promise((resolve) => {
      this.wake = resolve;
    });
  }
}

function compiled(folder: string): string {
  const compiler = findCompiler(process.env);
  if (compiler === undefined) throw new Error('the reader needs a C compiler');
  const native = join(standInFolder(), 'win32');
  const driver = join(standInFolder(), '../../test/fuzz/registry/registry-text.c');
  const program = join(folder, 'registry-text');
  const flags = ['-std=c11', '-D_GNU_SOURCE', '-g', '-O1', ...WARNING_FLAGS, ...SANITIZER_FLAGS];
  const sources = [driver, ...SOURCES.map((name) => join(native, name))];
  const { status, stderr } = spawnSync(compiler.path, [...flags, `-I${native}`, ...sources, '-o', program], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the reader cannot be compiled:\n${stderr}`);
  return program;
}

import { type Test, test } from 'tap';
import { FFI_ENGINES, type FfiEngineName } from '../../../harness/contract/plan.ts';
import { CallFailure } from '../../../native-bindings/checks/call-failure.ts';
import { Activation } from '../../../native-bindings/com/activation.ts';
import { Apartment } from '../../../native-bindings/com/apartment.ts';
import { openCom } from '../../../native-bindings/com/com.ts';
import { DispatchClass } from '../../../native-bindings/com/dispatch-object.ts';
import { Invoker, OMITTED } from '../../../native-bindings/com/invoker.ts';
import { ProcessHeaps } from '../../../native-bindings/windows/heaps.ts';
import { openWindows } from '../../../native-bindings/windows/windows.ts';
import { collectGarbage } from '../../support/collect-garbage.ts';
import { blocksOf, heapTotals } from '../../support/heap-totals.ts';
import { ON_WINDOWS } from '../../support/windows.ts';
import { DRIVES, FILE_SYSTEM_OBJECT, FOLDER, INSTALLER } from './automation-servers.ts';

const ROUNDS = 2000;

type Parts = Awaited<ReturnType<typeof open>>;

async function open(engine: FfiEngineName) {
  const windows = await openWindows(engine);
  const com = openCom(windows);
  const invoker = new Invoker(com);
  return {
    windows,
    com,
    invoker,
    classOf: {
      fileSystem: new DispatchClass(invoker, FILE_SYSTEM_OBJECT),
      folder: new DispatchClass(invoker, FOLDER),
      drives: new DispatchClass(invoker, DRIVES),
      installer: new DispatchClass(invoker, INSTALLER),
    },
  };
}

/** Runs a test in an apartment, which it must leave with nothing of ours live. */
async function inApartment(
  t: Test,
  engine: FfiEngineName,
  action: (parts: Parts) => void | Promise<void>,
): Promise<void> {
  const parts = await open(engine);
  const apartment = new Apartment(parts.com);
  apartment.enter();
  try {
    await action(parts);
    t.equal(parts.windows.live.describe(), 'apartments: 1');
  } finally {
    apartment.leave();
  }
  t.equal(parts.windows.live.describe(), '');
}

/** Both engines free what they keep of a call only when the event loop turns. */
async function turning(rounds: number, round: () => void): Promise<void> {
  for (let i = 0; i < rounds; i++) {
    round();
    if (i % 20 === 0) await new Promise(setImmediate);
  }
  collectGarbage();
  await new Promise(setImmediate);
}

function newFileSystem({ classOf, com }: Parts) {
  return classOf.fileSystem.at(new Activation(com, 'Scripting.FileSystemObject').create());
}

function failureOf(action: () => void): CallFailure {
  try {
    action();
  } catch (error) {
    if (error instanceof CallFailure) return error;
    throw error;
  }
  throw new Error('no failure');
}

for (const engine of FFI_ENGINES) {
  test(`${engine}: an Automation server that is none of ours`, ON_WINDOWS, async (t) => {
    await inApartment(t, engine, (parts) => {
      const { classOf, com, windows } = parts;
      const activation = new Activation(com, 'Scripting.FileSystemObject');
      t.equal(activation.clsid, '{0D43FE01-F093-11CF-8940-00A0C9054228}');
      const system = classOf.fileSystem.at(activation.create());
      t.equal(windows.live.of('interfaces'), 1);

      t.match(system.text('GetTempName'), /^rad.*\.tmp$/i, 'a result that is a text');
      t.equal(
        system.text('BuildPath', 'C:\\windows', 'é Ł 漢'),
        'C:\\windows\\é Ł 漢',
        'two arguments, in order',
      );
      t.equal(system.boolean('FolderExists', ''), false, 'an empty text');
      const long = 'x'.repeat(3000);
      t.equal(
        system.text('BuildPath', long, long),
        `${long}\\${long}`,
        'a text longer than what is copied at once',
      );
      t.equal(system.boolean('FolderExists', 'C:\\windows'), true);
      t.equal(system.boolean('FolderExists', 'C:\\no such folder'), false);

      const folder = system.object(classOf.folder, 'GetSpecialFolder', 0);
      t.match(folder.text('Path'), /^[A-Z]:\\windows$/i, 'an object as a result, by a number');
      t.equal(windows.live.of('interfaces'), 2);
      t.equal(folder.release(), 0, 'no reference is left');
      {
        using drives = system.object(classOf.drives, 'Drives');
        t.ok(drives.number('Count') >= 1, 'a property of an object, and its number');
      }
      t.equal(windows.live.of('interfaces'), 1, 'released with its block');
      system.release();
      t.equal(windows.live.of('interfaces'), 0);
    });
  });

  test(`${engine}: an object’s own error names the failure`, ON_WINDOWS, async (t) => {
    await inApartment(t, engine, (parts) => {
      const { classOf } = parts;
      using system = newFileSystem(parts);
      const failure = failureOf(() => system.object(classOf.folder, 'GetFile', 'C:\\no such file'));
      t.match(failure, { call: 'FileSystemObject.GetFile', code: '0x800A0035' });
      // Wine's does not describe its errors.
      if (parts.windows.wine === null) t.match(failure.message, /0x800A0035, \S/);
    });
  });

  test(`${engine}: what IDispatch itself refuses is named`, ON_WINDOWS, async (t) => {
    await inApartment(t, engine, (parts) => {
      const { classOf } = parts;
      using system = newFileSystem(parts);
      t.throws(() => system.run('NoSuchMember'), {
        call: 'GetIDsOfNames of FileSystemObject.NoSuchMember',
        code: 'DISP_E_UNKNOWNNAME',
      });
      t.throws(() => system.text('BuildPath', 'C:\\'), { code: 'DISP_E_BADPARAMCOUNT' });
      t.throws(() => system.text('BuildPath', 'C:\\', OMITTED), { code: 'DISP_E_TYPEMISMATCH' });
      t.throws(() => system.number('GetTempName'), {
        call: 'FileSystemObject.GetTempName',
        code: 'UNEXPECTED_RESULT',
        message: /bstr/,
      });
      t.throws(() => system.text('GetSpecialFolder', 0), {
        code: 'UNEXPECTED_RESULT',
        message: /dispatch/,
      });
      t.throws(() => system.object(classOf.folder, 'FolderExists', 'C:\\'), { message: /bool/ });
      t.throws(() => system.text('BuildPath', 'x'.repeat(5000), ''), RangeError);
      t.throws(() => system.text('BuildPath', 'C:\\', 'a\0b'), RangeError, 'the first text is freed');
    });
  });

  test(`${engine}: thousands of calls leave nothing behind`, ON_WINDOWS, async (t) => {
    await inApartment(t, engine, async (parts) => {
      const { classOf, windows } = parts;
      const heaps = new ProcessHeaps(windows, () => {});
      const installer = classOf.installer.at(
        new Activation(parts.com, 'WindowsInstaller.Installer').create(),
      );
      const round = (): void => {
        using system = newFileSystem(parts);
        system.text('BuildPath', 'C:\\windows', 'file');
        system.boolean('FolderExists', 'C:\\windows');
        using folder = system.object(classOf.folder, 'GetSpecialFolder', 0);
        folder.text('Path');
        failureOf(() => system.object(classOf.folder, 'GetFile', 'C:\\no such file'));
        failureOf(() => system.text('GetSpecialFolder', 0));
        failureOf(() => installer.run('OpenDatabase', 'C:\\no such file.msi', 0));
      };
      await turning(ROUNDS, round);
      const [totals, blocks] = [heapTotals(windows, heaps.walk()), blocksOf(heaps.walk())];
      await turning(ROUNDS, round);
      const walk = heaps.walk();
      installer.release();
      t.same(heapTotals(windows, walk), totals, 'the heaps that Node does not use');
      const grown = blocksOf(walk) - blocks;
      t.ok(grown <= ROUNDS / 2, `${grown} blocks in ${ROUNDS} rounds of six calls`);
    });
  });

  test(`${engine}: an error is described in the object’s own words`, ON_WINDOWS, async (t) => {
    await inApartment(t, engine, ({ classOf, com }) => {
      const installer = classOf.installer.at(new Activation(com, 'WindowsInstaller.Installer').create());
      const failure = failureOf(() => installer.run('OpenDatabase', 'C:\\no such file.msi', 0));
      t.match(failure, {
        call: 'Installer.OpenDatabase',
        code: 'DISP_E_EXCEPTION',
        message:
          'Installer.OpenDatabase: DISP_E_EXCEPTION (error 1000, Msi API Error: OpenDatabase,DatabasePath,OpenMode)',
      });
      installer.release();
    });
  });
}

test('a class that nobody has registered is named', ON_WINDOWS, async (t) => {
  await inApartment(t, 'ffi-napi', ({ com }) => {
    t.throws(() => new Activation(com, 'Mapileak.NoSuchClass'), {
      call: 'CLSIDFromProgID',
      code: 'CO_E_CLASSSTRING',
    });
  });
});

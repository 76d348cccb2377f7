import { type Test, test } from 'tap';
import { FFI_ENGINES, type FfiEngineName } from '../../../harness/contract/plan.ts';
import { CallFailure } from '../../../native-bindings/checks/call-failure.ts';
import { Activation } from '../../../native-bindings/com/activation.ts';
import { Apartment } from '../../../native-bindings/com/apartment.ts';
import { openCom } from '../../../native-bindings/com/com.ts';
import { DispatchClass, using } from '../../../native-bindings/com/dispatch-object.ts';
import { Invoker, OMITTED } from '../../../native-bindings/com/invoker.ts';
import { ProcessHeaps } from '../../../native-bindings/windows/heaps.ts';
import { openWindows } from '../../../native-bindings/windows/windows.ts';
import { heapTotals } from '../../support/heap-totals.ts';
import { ON_WINDOWS } from '../../support/windows.ts';
import { DRIVES, FILE_SYSTEM_OBJECT, FOLDER } from './file-system-object.ts';

/** In an apartment that is left when the test is over, with nothing of ours live. */
async function open(t: Test, engine: FfiEngineName) {
  const windows = await openWindows(engine);
  const com = openCom(windows);
  const apartment = new Apartment(com);
  apartment.enter();
  t.teardown(() => {
    t.equal(windows.live.describe(), 'apartments: 1');
    apartment.leave();
    t.equal(windows.live.describe(), '');
  });
  const invoker = new Invoker(com);
  const activation = new Activation(com, 'Scripting.FileSystemObject');
  const classOf = {
    fileSystem: new DispatchClass(invoker, FILE_SYSTEM_OBJECT),
    folder: new DispatchClass(invoker, FOLDER),
    drives: new DispatchClass(invoker, DRIVES),
  };
  return { windows, com, activation, classOf, create: () => classOf.fileSystem.at(activation.create()) };
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
    const { activation, classOf, create, windows } = await open(t, engine);
    t.equal(activation.clsid, '{0D43FE01-F093-11CF-8940-00A0C9054228}');
    const system = create();
    t.equal(windows.live.of('interfaces'), 1);

    t.match(system.text('GetTempName'), /^rad.*\.tmp$/i, 'a result that is a text');
    t.equal(
      system.text('BuildPath', 'C:\\windows', 'é Ł 漢'),
      'C:\\windows\\é Ł 漢',
      'two arguments, in order',
    );
    t.equal(system.text('BuildPath', '', ''), '', 'empty texts');
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
    const drives = using(system.object(classOf.drives, 'Drives'), (found) => found.number('Count'));
    t.ok(drives >= 1, 'a property of an object, and its number');
    t.equal(system.release(), 0);
  });

  test(`${engine}: an object’s own error names the failure`, ON_WINDOWS, async (t) => {
    const { classOf, create } = await open(t, engine);
    using(create(), (system) => {
      const failure = failureOf(() => system.object(classOf.folder, 'GetFile', 'C:\\no such file'));
      t.match(failure, { call: 'FileSystemObject.GetFile', code: '0x800A0035' });
      t.comment(failure.message);
    });
  });

  test(`${engine}: what IDispatch itself refuses is named`, ON_WINDOWS, async (t) => {
    const { classOf, create } = await open(t, engine);
    using(create(), (system) => {
      t.throws(() => system.run('NoSuchMember'), {
        call: 'GetIDsOfNames of FileSystemObject.NoSuchMember',
        code: 'DISP_E_UNKNOWNNAME',
      });
      t.throws(() => system.text('BuildPath', 'C:\\'), { code: 'DISP_E_BADPARAMCOUNT' });
      const notOptional = failureOf(() => system.text('BuildPath', 'C:\\', OMITTED));
      t.comment(notOptional.message);
      t.throws(() => system.number('GetTempName'), {
        call: 'FileSystemObject.GetTempName',
        code: 'UNEXPECTED_RESULT',
        message: /bstr/,
      });
      t.throws(() => system.text('GetSpecialFolder', 0), { code: 'UNEXPECTED_RESULT', message: /dispatch/ });
      t.throws(() => system.object(classOf.folder, 'FolderExists', 'C:\\'), { message: /bool/ });
      t.throws(() => system.text('BuildPath', 'x'.repeat(5000), ''), RangeError);
      t.throws(() => system.text('BuildPath', 'C:\\', 'a\0b'), RangeError, 'the first text is freed');
    });
  });

  test(`${engine}: thousands of calls leave nothing behind`, ON_WINDOWS, async (t) => {
    const { classOf, create, windows } = await open(t, engine);
    const heaps = new ProcessHeaps(windows, () => {});
    const totals = () => heapTotals(windows, heaps.walk());
    const round = (): void =>
      using(create(), (system) => {
        system.text('BuildPath', 'C:\\windows', 'file');
        system.boolean('FolderExists', 'C:\\windows');
        using(system.object(classOf.folder, 'GetSpecialFolder', 0), (folder) => folder.text('Path'));
        failureOf(() => system.object(classOf.folder, 'GetFile', 'C:\\no such file'));
        failureOf(() => system.text('GetSpecialFolder', 0));
      });
    for (let i = 0; i < 100; i++) round();
    const before = totals();
    for (let i = 0; i < 2000; i++) round();
    t.same(totals(), before);
  });
}

test('a class that nobody has registered is named', ON_WINDOWS, async (t) => {
  const { com } = await open(t, 'ffi-napi');
  t.throws(() => new Activation(com, 'Mapileak.NoSuchClass'), {
    call: 'CLSIDFromProgID',
    code: 'CO_E_CLASSSTRING',
  });
});

import { type Test, test } from 'tap';
import { FFI_ENGINES, type FfiEngineName } from '../../../harness/contract/plan.ts';
import { CallFailure } from '../../../native-bindings/checks/call-failure.ts';
import { openCom } from '../../../native-bindings/com/com.ts';
import { DispatchClass, methodMember, propertyMember } from '../../../native-bindings/com/dispatch-object.ts';
import { Invoker, OMITTED } from '../../../native-bindings/com/invoker.ts';
import { ProcessHeaps } from '../../../native-bindings/windows/heaps.ts';
import { openWindows } from '../../../native-bindings/windows/windows.ts';
import { blocksOf } from '../../support/heap-totals.ts';
import { type Script, scriptedDispatch } from '../../support/scripted-dispatch.ts';

const DISP_E_EXCEPTION = 0x80020009;
const LONG = 4000;
const ROUNDS = 1000;
const TYPED = {
  name: 'Typed',
  members: { Logon: methodMember(119), Inbox: propertyMember(15), Nameless: methodMember() },
} as const;

async function open(t: Test, engine: FfiEngineName, script: Script) {
  const windows = await openWindows(engine);
  const invoker = new Invoker(openCom(windows));
  const scripted = await scriptedDispatch(script);
  t.teardown(() => scripted.close());
  windows.live.taken('interfaces');
  const typed = new DispatchClass(invoker, TYPED);
  return { windows, scripted, typed, object: typed.at(scripted.address) };
}

for (const engine of FFI_ENGINES) {
  test(`${engine}: arguments arrive in order, and a result that nobody wants is not asked for`, async (t) => {
    const { object, scripted } = await open(t, engine, {
      ids: { Logon: 7, Inbox: 8 },
      invoke: ({ args, dispid, flags, wantsResult }) => {
        t.same({ dispid, flags, wantsResult }, { dispid: 7, flags: 1, wantsResult: false });
        t.match(args, [
          { type: 'omitted' },
          { type: 'bool', value: false },
          { type: 'i4', value: -3 },
          { type: 'bstr' },
          { type: 'bool', value: true },
        ]);
        return { hresult: 0 };
      },
    });
    object.run('Logon', OMITTED, false, -3, 'server\nmailbox', true);
    t.equal(scripted.calls.invoke, 1);
  });

  test(`${engine}: a name is asked for once, for all objects of the class`, async (t) => {
    const { object, scripted, typed } = await open(t, engine, {
      ids: { Logon: 7, Inbox: 8 },
      invoke: ({ dispid, flags }) => ({ hresult: 0, result: { type: 'i4', value: 100 * flags + dispid } }),
    });
    t.equal(object.number('Inbox'), 208, 'a property is read as one');
    t.equal(typed.at(scripted.address).number('Inbox'), 208);
    t.equal(scripted.calls.names, 1);
    t.equal(object.number('Logon'), 107);
    t.equal(scripted.calls.names, 2);
  });

  test(`${engine}: an object that cannot tell its DISPIDs has those of its type library`, async (t) => {
    const { object, scripted } = await open(t, engine, {
      ids: null,
      invoke: ({ dispid }) => ({ hresult: 0, result: { type: 'i4', value: dispid } }),
    });
    t.equal(object.number('Logon'), 119);
    t.equal(object.number('Logon'), 119);
    t.equal(scripted.calls.names, 1);
    t.throws(() => object.run('Nameless'), {
      call: 'GetIDsOfNames of Typed.Nameless',
      code: 'TYPE_E_CANTLOADLIBRARY',
    });
  });

  test(`${engine}: an exception is named as MAPI names it, in the object’s words`, async (t) => {
    const words = {
      source: 'Collaboration Data Objects',
      description: 'Not\r\n logged on. ',
      helpFile: 'cdo.hlp',
    };
    for (const deferred of [false, true]) {
      const { object, scripted, windows } = await open(t, engine, {
        ids: null,
        invoke: () => ({ hresult: DISP_E_EXCEPTION, exception: { scode: 0x80040111, ...words, deferred } }),
      });
      t.throws(() => object.run('Logon'), {
        call: 'Typed.Logon',
        code: 'MAPI_E_LOGON_FAILED',
        message: 'Typed.Logon: MAPI_E_LOGON_FAILED (0x80040111, Collaboration Data Objects: Not logged on.)',
      });
      t.throws(() => object.number('Inbox'), { code: 'MAPI_E_LOGON_FAILED' });
      t.equal(scripted.calls.fillIn, deferred ? 2 : 0, 'what is deferred is asked for');
      t.equal(windows.live.describe(), 'interfaces: 1');
      object.release();
      t.equal(windows.live.describe(), '');
      t.equal(scripted.calls.release, 1);
    }
  });

  test(`${engine}: an exception may say nothing, or give a number of its own`, async (t) => {
    const exceptions = [
      {},
      { scode: 0x80040605, source: 'CDO' },
      { scode: 0x80040605, source: 'CDO', description: '[CDO - [not yet]]' },
      { code: 1004, description: 'no' },
    ];
    const { object } = await open(t, engine, {
      ids: null,
      invoke: () => ({ hresult: DISP_E_EXCEPTION, exception: exceptions.pop() ?? {} }),
    });
    t.throws(() => object.run('Logon'), {
      message: 'Typed.Logon: DISP_E_EXCEPTION (error 1004, no)',
    });
    for (const said of ['[CDO - [not yet]]', 'CDO']) {
      t.throws(() => object.run('Logon'), {
        message: `Typed.Logon: MAPI_E_NOT_INITIALIZED (0x80040605, ${said})`,
      });
    }
    t.throws(() => object.run('Logon'), { message: 'Typed.Logon: DISP_E_EXCEPTION (error 0)' });
  });

  test(`${engine}: an error without an exception is named, and the argument that it is about`, async (t) => {
    const answers = [
      { hresult: 0x80040605 },
      { hresult: 0x80020005 },
      { hresult: 0x80020005, argument: 2 },
      { hresult: 0x80004005, argument: 2 },
    ].reverse();
    const { object } = await open(t, engine, { ids: null, invoke: () => answers.pop() ?? { hresult: 0 } });
    const messages = ['MAPI_E_NOT_INITIALIZED (0x80040605)', 'DISP_E_TYPEMISMATCH (0x80020005)'].concat(
      'DISP_E_TYPEMISMATCH (0x80020005, argument 1)',
      'MAPI_E_CALL_FAILED (0x80004005)',
    );
    for (const message of messages) {
      t.throws(() => object.run('Logon', 'first', 'second', 'third'), { message: `Typed.Logon: ${message}` });
    }
  });

  test(`${engine}: calls leave no string behind, neither ours nor the object’s`, async (t) => {
    const exception = { scode: 0x80040111, source: 'source', description: 'description', helpFile: 'help' };
    const { object, scripted, windows } = await open(t, engine, {
      ids: null,
      invoke: ({ dispid, args }) => {
        if (dispid === 119) return { hresult: DISP_E_EXCEPTION, exception };
        return { hresult: 0, result: args.length === 0 ? scripted.text('x'.repeat(LONG)) : { type: 'null' } };
      },
    });
    const heaps = new ProcessHeaps(windows, () => {});
    const codes = new Set<string>();
    const refused = (action: () => void): void => {
      try {
        action();
      } catch (error) {
        codes.add(error instanceof CallFailure ? error.code : `${error}`);
      }
    };
    const round = (): void => {
      refused(() => object.run('Logon', 'ours', 'too'));
      refused(() => object.text('Inbox', 'ours'));
      refused(() => object.number('Inbox'));
      if (object.text('Inbox').length !== LONG) codes.add('a text that was cut short');
    };
    for (let i = 0; i < ROUNDS; i++) round();
    const before = blocksOf(heaps.walk());
    for (let i = 0; i < ROUNDS; i++) round();
    const grown = blocksOf(heaps.walk()) - before;
    t.same([...codes], ['MAPI_E_LOGON_FAILED', 'UNEXPECTED_RESULT']);
    // Node works with one of the heaps of Windows.
    t.ok(grown <= (process.platform === 'win32' ? ROUNDS / 2 : 0), `${grown} blocks in ${ROUNDS} rounds`);
    t.equal(windows.live.describe(), 'interfaces: 1');
  });
}

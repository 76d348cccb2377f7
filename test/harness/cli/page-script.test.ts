import { Script } from 'node:vm';
import { test } from 'tap';
import { readPageScript } from '../../../harness/cli/page-script.ts';
import { inlineScript } from '../../../reports/html/inline-script.ts';

const { code, style } = readPageScript();

test('the script of a page is whole: it imports nothing, and no two of its modules use the same name', async (t) => {
  t.notMatch(code, /^\s*(import|export)\b/m);
  t.doesNotThrow(() => new Script(code));
  const names = [...code.matchAll(/^(?:async )?(?:function|const|let|class) ([\w$]+)/gm)].map(
    ([, name]) => name,
  );
  t.ok(names.includes('start') && names.includes('formatAmount'));
  t.equal(new Set(names).size, names.length);
});

test('it holds the charting library with its licence and its rules', async (t) => {
  t.match(code, /^\/\*!\nuPlot\n[\s\S]*Permission is hereby granted/);
  t.match(code, 'var uPlot=');
  t.match(style, '.u-over');
  t.notMatch(style, /[<&]|url\(|@import/, 'which need no network and are XML');
});

test('it can stand in a page, and is small', async (t) => {
  t.ok(Buffer.byteLength(inlineScript({ code, style }).text) < 100_000);
  t.notMatch(code, 'sourceMappingURL');
  t.notMatch(code, /\b(eval|fetch|XMLHttpRequest|WebSocket|innerHTML|localStorage)\b/);
});

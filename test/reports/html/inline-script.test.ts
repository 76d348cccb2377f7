import { createHash } from 'node:crypto';
import { test } from 'tap';
import { inlineData, inlineScript, scriptSource } from '../../../reports/html/inline-script.ts';
import fc from '../../support/seeded-properties.ts';
import { parseXml } from './xml.ts';

/** What a browser takes for the content of a script: all up to the first end tag, whatever stands around it. */
const contentForHtml = (text: string): string => /^<script[^>]*>([\s\S]*?)<\/script/i.exec(text)?.[1] ?? '';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '</script><img src=x onerror=alert(1)>',
    '</SCRIPT >',
    '<!--<script>',
    ']]>',
    '&amp;',
    '\u{202e}\u{2066}',
    'nul\0',
    'half\ud800',
    '\udc00',
    '\u{2028}\u{2029}',
    '\'"\\',
    '\u{1f512}',
  ),
);

test('any text comes out of the data as it went in, for HTML and for XML', async (t) => {
  fc.assert(
    fc.property(fc.array(anyText), (texts) => {
      const { text } = inlineData('x', texts);
      const [html, xml] = [contentForHtml(text), parseXml(text).text];
      return html === xml && JSON.stringify(JSON.parse(html)) === JSON.stringify(texts);
    }),
  );
  t.pass('for any list of texts');
});

test('data is ASCII without any character of markup', async (t) => {
  fc.assert(
    fc.property(anyText, (name) => /^[ !"#$%(-;=?-~]*$/.test(contentForHtml(inlineData('x', { name }).text))),
  );
  t.pass('for any text');
});

test('a policy names the script by the hash of what the browser sees', async (t) => {
  const script = { code: 'if (1 < 2 && 3 > 2) start();\r\n', style: '' };
  const content = contentForHtml(inlineScript(script).text);
  const hash = createHash('sha256').update(content).digest('base64');
  t.equal(scriptSource(script), `'sha256-${hash}'`);
  t.notMatch(content, '\r');
  t.match(parseXml(inlineScript(script).text).text, 'if (1 < 2 && 3 > 2) start();');
});

test('a script that would end its element is refused', async (t) => {
  for (const code of ['"</script>"', '"</SCRIPT"', '"<!--"', 'a[b[0]]>1'])
    t.throws(() => inlineScript({ code, style: '' }), code);
});

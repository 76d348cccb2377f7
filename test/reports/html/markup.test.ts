import { test } from 'tap';
import { html, isolate, nothing, trusted } from '../../../reports/html/markup.ts';
import fc from '../../support/seeded-properties.ts';
import { parseXml } from './xml.ts';

test('what is put into a template is escaped, what the template says is not', async (t) => {
  t.equal(
    html`<b title="${'"><script>'}">${"Tom & 'Jerry' <3"}</b>`.text,
    '<b title="&quot;&gt;&lt;script&gt;">Tom &amp; &#39;Jerry&#39; &lt;3</b>',
  );
});

test('markup in markup is not escaped twice, and lists are joined', async (t) => {
  t.equal(
    html`<ul>${['a', 'b'].map((item) => html`<li>${item}</li>`)}</ul>${nothing}`.text,
    '<ul><li>a</li><li>b</li></ul>',
  );
  t.equal(html`${3}${trusted('<hr/>')}`.text, '3<hr/>');
});

test('any text survives the way into a page and out of it, in content and in attributes', async (t) => {
  const visibleText = fc
    .string({ unit: 'grapheme' })
    .filter((text) => !/[\p{C}\s\u{2060}-\u{2069}]/u.test(text));
  fc.assert(
    fc.property(visibleText, (text) => {
      const element = parseXml(html`<p title="${text}">${text}</p>`.text);
      return element.text === text && element.attributes.get('title') === text;
    }),
  );
  t.pass('for any text');
});

test('no text whatever breaks the page', async (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      parseXml(html`<p title="${text}">${isolate(text)}</p>`.text);
    }),
  );
  t.pass('for any text');
});

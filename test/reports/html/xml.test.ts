import { test } from 'tap';
import { everything, parseXml } from './xml.ts';

test('well-formed markup is taken apart', async (t) => {
  const page = parseXml('<a x="1 &amp; 2"><b/>text &lt;i&gt;</a>');
  t.equal(page.attributes.get('x'), '1 & 2');
  t.equal(page.text, 'text <i>');
  t.same(
    everything(page).map(({ name }) => name),
    ['a', 'b'],
  );
});

test('what a CDATA section holds is text as it is', async (t) => {
  const page = parseXml('<a>//<![CDATA[\n1 < 2 && x;</a>\n//]]></a>');
  t.equal(page.text, '//\n1 < 2 && x;</a>\n//');
  t.same(page.children, []);
});

test('markup that is not well-formed is refused', async (t) => {
  for (const broken of [
    '<a><b></a></b>',
    '<a>',
    '<a>&nbsp;</a>',
    '<a>1 & 2</a>',
    '<a>1 < 2</a>',
    '<a x=1></a>',
    '<a/><b/>',
    '<a x="1" x="2"/>',
  ])
    t.throws(() => parseXml(broken), broken);
});

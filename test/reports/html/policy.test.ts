import { test } from 'tap';
import { renderHtml } from '../../../reports/html/page.ts';
import { makeInput, SAMPLED } from '../fixtures.ts';
import { named } from './page-parts.ts';
import { parseXml } from './xml.ts';

test('without a script the page needs no network and no other file', async (t) => {
  const text = renderHtml(makeInput());
  t.notMatch(text, /https?:/);
  t.notMatch(text, /\bsrc=/);
  t.notMatch(text, /\bhref=/);
  t.notMatch(text, /url\(/);
  t.notMatch(text, /@import/);
  const page = parseXml(text);
  for (const forbidden of ['script', 'link', 'iframe', 'img', 'object']) t.same(named(page, forbidden), []);
  const policy = named(page, 'meta').find((meta) => meta.attributes.has('http-equiv'));
  t.equal(
    policy?.attributes.get('content'),
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
  );
});

test('the page has its data and its one script at the end, and a policy that allows that one', async (t) => {
  const script = { code: 'if (1 < 2 && !!1) start();', style: '.u-over { top: 0; }' };
  const page = parseXml(renderHtml(makeInput(), script));
  const [data, module] = named(page, 'script');
  t.equal(data?.attributes.get('type'), 'application/json');
  t.same(
    JSON.parse(data?.text ?? '').map(({ resource }: { resource: string }) => resource),
    SAMPLED,
  );
  t.equal(module?.attributes.get('type'), 'module');
  t.match(module?.text, script.code);
  t.match(named(page, 'style')[0]?.text, script.style);
  const policy = named(page, 'meta').find((meta) => meta.attributes.has('http-equiv'));
  t.match(
    policy?.attributes.get('content'),
    /^default-src 'none'; script-src 'sha256-[\w+/=]{44}'; style-src/,
  );
  t.same(
    named(parseXml(renderHtml(makeInput({ series: new Map() }), script)), 'script'),
    [],
    'no charts, no script',
  );
});

import { test } from 'tap';
import { claimsJunitReport, junitReport } from '../../../reports/formats/junit.ts';
import type { ReportedRun } from '../../../reports/reported-run.ts';
import { visible } from '../../../reports/text.ts';
import { checkJunit, skipWithout } from '../../support/format-readers.ts';
import { makeClaimsInput } from '../claims-fixture.ts';
import { armResult, makeEnvironment, makeResult } from '../fixtures.ts';
import { everything, parseXml, type XmlElement } from '../html/xml.ts';
import { HOSTILE } from './hostile.ts';
import { makeReported, textOf } from './reported.ts';

const skip = skipWithout('xmllint');
const xmlOf = (change: Partial<ReportedRun> = {}): Promise<string> =>
  textOf(junitReport.render(makeReported(change)));
const elementsOf = (xml: string, name: string): readonly XmlElement[] =>
  everything(parseXml(xml.replace(/^<\?xml .*\?>\n/, ''))).filter((each) => each.name === name);
const BROKEN = makeResult({
  verdict: 'invalid',
  complete: false,
  arms: [
    armResult('off', { verdict: 'invalid', reason: 'read back 1' }),
    armResult('on', { verdict: 'inconclusive' }),
  ],
});

test('the report is what the schemas of Jenkins and of Ant allow, however a run ended', {
  skip,
}, async () => {
  const unmet = { expected: 'no-leak', met: 'not-met' } as const;
  for (const change of [{}, { expectation: null }, { expectation: unmet }, { result: BROKEN }]) {
    checkJunit(await xmlOf(change));
  }
  checkJunit(await textOf(claimsJunitReport.render(makeClaimsInput())));
});

test('no text from outside breaks it', { skip }, async (t) => {
  const warnings = [...HOSTILE];
  const libraries = HOSTILE.map((path) => ({
    path,
    bytes: 1,
    sha256: null,
    version: null,
    unreadable: path,
  }));
  const xml = await xmlOf({
    result: makeResult({ warnings, scenario: HOSTILE.join(''), reason: HOSTILE.join('') }),
    environment: makeEnvironment({ libraries }),
  });
  checkJunit(xml);
  const shown = elementsOf(xml, 'system-err')[0]?.text.split('\n');
  t.same(
    shown?.map((line) => line.replaceAll(/\s+/g, ' ').trim()),
    warnings.map((warning) => visible(`Warning: ${warning}`).replaceAll(/\s+/g, ' ').trim()),
  );
});

test('it counts what it holds, and says why', async (t) => {
  const xml = await xmlOf({ result: BROKEN });
  const [suite] = elementsOf(xml, 'testsuite');
  const counts = ['tests', 'failures', 'errors', 'skipped'].map((name) =>
    Number(suite?.attributes.get(name)),
  );
  t.same(counts, [5, 0, 3, 1]);
  t.equal(elementsOf(xml, 'testcase').length, 5);
  t.same(
    elementsOf(xml, 'error').map(({ attributes }) => attributes.get('message')),
    ['the run ended before all its cycles were run', 'read back 1', BROKEN.reason],
  );
});

test('properties hold the environment, system-out the summary; the timestamp is UTC', async (t) => {
  const xml = await xmlOf();
  const values = elementsOf(xml, 'property').map(({ attributes }) => attributes.get('value') ?? '');
  t.ok(values.includes('stand-in'));
  t.ok(values.some((value) => /libmapi32\.so 6\.5\.7232\.75, sha256 b1946ac9/.test(value)));
  const printed = elementsOf(xml, 'system-out').map(({ text }) => text);
  t.match(printed.at(-1), /^Fixed: off leaks/);
  t.ok(
    printed.includes('leak: busy heap bytes and heaps grow with every logon'),
    'each case says what was found',
  );
  t.equal(elementsOf(xml, 'testsuite')[0]?.attributes.get('timestamp'), '2026-11-22T14:02:11');
});

import { join } from 'node:path';
import { test } from 'tap';
import { compileExerciser, exerciserEnvironment, listSuites, runSuite } from './exerciser.ts';

/** Suites that other tests drive, with several processes. */
const DRIVEN_ELSEWHERE: readonly string[] = ['writer', 'endless writer'];

test('the C exerciser passes every check, and the sanitizers find nothing', (t) => {
  const folder = t.testdir();
  const programs = {
    sanitized: compileExerciser('sanitized', folder),
    plain: compileExerciser('plain', folder),
  };
  const suites = listSuites(programs.sanitized).filter((suite) => !DRIVEN_ELSEWHERE.includes(suite));
  t.ok(suites.length > 40, 'there are suites');

  for (const [index, suite] of suites.entries()) {
    const variant = suite.startsWith('plain') ? 'plain' : 'sanitized';
    const environment = exerciserEnvironment(join(folder, String(index)));
    const run = runSuite(programs[variant], suite, environment);
    for (const { passed, name } of run.checks) t.ok(passed, `${suite}: ${name}`);
    t.equal(run.checks.length, run.planned, `${suite}: came to its end`);
    t.equal(run.stderr, '', `${suite}: no report of a sanitizer`);
    t.equal(run.status, 0, `${suite}: exit code`);
  }
  t.end();
});

test('LeakSanitizer is on: it finds the leak that a dial asks for', (t) => {
  const folder = t.testdir();
  const program = compileExerciser('sanitized', folder);
  const { stderr, status } = runSuite(
    program,
    'plain: MallocLeakBytesPerLogon',
    exerciserEnvironment(folder),
  );
  t.match(stderr, /LeakSanitizer: detected memory leaks/);
  t.match(stderr, /leak_from_malloc/, 'in the function that leaks');
  t.not(status, 0);
  t.end();
});

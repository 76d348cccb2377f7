import { spawnSync } from 'node:child_process';
import { makePackage } from '../../packaging/make-package.ts';
import { buildStandInFor } from '../../packaging/stand-in.ts';
import { WINDOWS_ARCHS, type WindowsArch } from '../../packaging/windows-arch.ts';
import { windowsNode } from '../../packaging/windows-node.ts';
import { buildStackCheck } from '../support/build-stack-check.ts';
import { decideOn, finalTotals, sumOf, type WindowsTotals } from '../support/windows-totals.ts';
import { whyNoWine } from '../support/wine.ts';
import { koffiForWindows } from './koffi.ts';
import { INSTALLER } from './places.ts';
import { endPrefix, makePrefix, wineEnvironment } from './prefix.ts';
import { type Bench, runTest } from './run-test.ts';
import { removeLinksOfTap } from './tap-for-windows.ts';
import { runsOnArch, type TestFile, testFiles } from './test-files.ts';

const WRONG_USE = 2;
const ONE_FAILURE: WindowsTotals = { passed: 0, failed: 1, skipped: 0 };

/** Prepares both bitnesses and runs the tests of both side by side. */
async function runBoth(filesOn: (arch: WindowsArch) => readonly TestFile[]): Promise<WindowsTotals> {
  const installed = install();
  removeLinksOfTap();
  return finalTotals(
    sumOf([installed, ...(await Promise.all(WINDOWS_ARCHS.map((arch) => runOne(arch, filesOn(arch)))))]),
  );
}

function install(): WindowsTotals {
  const { status, error } = spawnSync('bash', [INSTALLER], { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status === 0) return sumOf([]);
  return fail(`${INSTALLER} ${error?.message ?? `ended with exit code ${status}`}`);
}

/** A preparation that throws is a failure of this bitness; the other one is tested all the same. */
async function runOne(arch: WindowsArch, files: readonly TestFile[]): Promise<WindowsTotals> {
  try {
    await makePrefix(arch);
    const decision = decideOn(arch, (either) => whyNoWine(either, wineEnvironment(arch)));
    switch (decision.kind) {
      case 'fail':
        return fail(`${arch}: ${decision.why}`);
      case 'skip':
        say(`NOT RUN: the ${files.length} test files for ${arch} Windows. ${decision.why}`);
        return { passed: 0, failed: 0, skipped: files.length };
      case 'run':
        return await runAll(await prepareBench(arch), files);
    }
  } catch (error) {
    return fail(`${arch}: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await endPrefix(arch).catch(() => {});
  }
}

async function prepareBench(arch: WindowsArch): Promise<Bench> {
  await buildStandInFor(arch);
  buildStackCheck(`win32-${arch}`);
  const [node, modules] = await Promise.all([windowsNode(arch), koffiForWindows(arch), makePackage(arch)]);
  return { arch, node, modules };
}

async function runAll(bench: Bench, files: readonly TestFile[]): Promise<WindowsTotals> {
  const all: WindowsTotals[] = [];
  for (const file of files) {
    const outcome = await runTest(bench, file);
    all.push(outcome);
    const { passed, failed, skipped, seconds, output } = outcome;
    const counts = `${passed} passed, ${failed} failed, ${skipped} skipped`;
    process.stdout.write(
      `${failed === 0 ? 'ok' : 'not ok'} - ${bench.arch} ${file.name}: ${counts} # time=${seconds.toFixed(1)}s\n${output}`,
    );
  }
  return sumOf(all);
}

function fail(why: string): WindowsTotals {
  say(`FAILED, the tests of Windows cannot be run. ${why}`);
  return ONE_FAILURE;
}

function say(loudly: string): void {
  process.stdout.write(`\n${loudly}\n\n`);
}

/** @param wanted parts of the names of test files; none means all */
async function main(wanted: readonly string[]): Promise<number> {
  const unknown = wanted.filter((part) => testFiles([part]).length === 0);
  if (unknown.length > 0) {
    process.stderr.write(`No test file of Windows has ${unknown.join(' or ')} in its name.\n`);
    return WRONG_USE;
  }
  const files = testFiles(wanted);
  const startedAt = performance.now();
  const isNamed = wanted.length > 0;
  const { passed, failed, skipped } = await runBoth((arch) =>
    files.filter((file) => runsOnArch(file, arch, isNamed)),
  );
  if (passed === 0) say('FAILED: no test of Windows has passed.');
  process.stdout.write(`# Windows tests took ${((performance.now() - startedAt) / 1000).toFixed(0)} s\n`);
  process.stdout.write(`# windows: ${passed} passed, ${failed} failed, ${skipped} skipped\n`);
  return failed === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));

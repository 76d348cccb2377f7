import { spawnSync } from 'node:child_process';
import { makePackage } from '../../packaging/make-package.ts';
import { buildStandInFor } from '../../packaging/stand-in.ts';
import { WINDOWS_ARCHS, type WindowsArch } from '../../packaging/windows-arch.ts';
import { windowsNode } from '../../packaging/windows-node.ts';
import { buildStackCheck } from '../support/build-stack-check.ts';
import { whyNoWine } from '../support/wine.ts';
import { koffiForWindows } from './koffi.ts';
import { INSTALLER } from './places.ts';
import { endPrefix, makePrefix, wineEnvironment } from './prefix.ts';
import { type Bench, runTest } from './run-test.ts';
import { removeLinksOfTap } from './tap-for-windows.ts';
import { testFiles } from './test-files.ts';

interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

/** Prepares both bitnesses and runs their tests side by side: those whose names have an argument in them, or all. */
async function main(): Promise<Totals> {
  const totals: Totals = { passed: 0, failed: 0, skipped: 0 };
  spawnSync('bash', [INSTALLER], { stdio: ['ignore', 'inherit', 'inherit'] });
  removeLinksOfTap();
  await Promise.all(
    WINDOWS_ARCHS.map(async (arch) => {
      try {
        const why = await prepareWine(arch);
        if (why !== false) skipAll(arch, why, totals);
        else await runAll(await prepareBench(arch), totals);
      } finally {
        await endPrefix(arch).catch(() => {});
      }
    }),
  );
  return totals;
}

/** False if Windows programs of this bitness run here, or why not. */
async function prepareWine(arch: WindowsArch): Promise<string | false> {
  try {
    await makePrefix(arch);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return whyNoWine(arch, wineEnvironment(arch));
}

async function prepareBench(arch: WindowsArch): Promise<Bench> {
  await buildStandInFor(arch);
  buildStackCheck(`win32-${arch}`);
  const [node, modules] = await Promise.all([windowsNode(arch), koffiForWindows(arch), makePackage(arch)]);
  return { arch, node, modules };
}

async function runAll(bench: Bench, totals: Totals): Promise<void> {
  for (const file of testFiles(process.argv.slice(2))) {
    const { passed, failed, skipped, seconds, output } = await runTest(bench, file);
    totals.passed += passed;
    totals.failed += failed;
    totals.skipped += skipped;
    const counts = `${passed} passed, ${failed} failed, ${skipped} skipped`;
    process.stdout.write(
      `${failed === 0 ? 'ok' : 'not ok'} - ${bench.arch} ${file.name}: ${counts} # time=${seconds.toFixed(1)}s\n${output}`,
    );
  }
}

function skipAll(arch: WindowsArch, why: string, totals: Totals): void {
  const files = testFiles(process.argv.slice(2)).length;
  totals.skipped += files;
  process.stdout.write(`\nNOT RUN: the ${files} test files for ${arch} Windows. ${why}\n\n`);
}

const startedAt = performance.now();
const { passed, failed, skipped } = await main();
process.stdout.write(`# Windows tests took ${((performance.now() - startedAt) / 1000).toFixed(0)} s\n`);
process.stdout.write(`# windows: ${passed} passed, ${failed} failed, ${skipped} skipped\n`);
process.exitCode = failed === 0 ? 0 : 1;

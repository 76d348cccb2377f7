import type { Test } from 'tap';
import { FFI_ENGINES, type FfiEngineName } from '../../harness/contract/plan.ts';
import type { ResourceName } from '../../harness/contract/resources.ts';
import type { ArmResult, GrowthKind, Rate, ResourceResult, Result } from '../../harness/contract/result.ts';
import { resultOf, workplace } from './command.ts';
import { NIGHTLY } from './nightly.ts';

/** Three processes an arm, and walks as often as one likes: a verdict in seconds. */
const SMALL = ['--replicates', '3', '--walk-budget', '40', '--quiet'];

/** Without the arms that test the instrument. */
const WITHOUT_INSTRUMENT = ['--no-self-test', '--no-control'];

/** Nothing waits for a server. */
export const FAST = [...SMALL, ...dials({ RoundTripMicroseconds: 0 })];

export const BARE = [...WITHOUT_INSTRUMENT, ...FAST];

/** Long enough for a verdict of no leak. */
export const SHORT = ['--cycles', '512', '--block', '32', '--mailbox-count', '20'];

/** The arm where the stand-in's own leak is cured, so that nothing is lost but what was dialled. */
export const CURED = ['run', '--arms', 'on', '--json', ...BARE];

/** The same at a pace that the stand-in keeps, not the machine: 2 ms of waiting for each logon. */
export const PACED = [
  ...['run', '--arms', 'on', '--json', ...WITHOUT_INSTRUMENT, ...SMALL],
  ...dials({ RoundTripMicroseconds: 1000 }),
];

/** Values of the stand-in's registry key as options. */
export function dials(values: Readonly<Record<string, number>>): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) => ['--stand-in', `${name}=${value}`]);
}

/** result.json of one run in a folder of its own. */
export async function measure(t: Test, args: readonly string[]): Promise<Result> {
  return resultOf(await workplace(t).mapileak(args));
}

/** The one arm of a run under test. */
export function armOf(result: Result): ArmResult {
  const [arm] = result.arms;
  if (arm === undefined) throw new Error(`no arm: ${result.reason}`);
  return arm;
}

export function resourceOf(arm: ArmResult, name: ResourceName): ResourceResult {
  const found = arm.resources[name];
  if (found === undefined) throw new Error(`${arm.arm} has no ${name}: ${arm.reason}`);
  return found;
}

/** With what a resource of an arm was found to grow. */
export function kindOf(arm: ArmResult, name: ResourceName): GrowthKind {
  const found = arm.kinds.find(({ resource }) => resource === name);
  if (found === undefined) throw new Error(`${arm.arm} does not say with what ${name} grows: ${arm.reason}`);
  return found;
}

/** Checks the result of one engine, and gives the rates in which engines must agree. */
export type Check = (result: Result, ffi: FfiEngineName) => readonly Rate[];

/**
 * Measures the same through both engines at once, and checks each result by itself.
 *
 * @param check gives the verdict and the rates, in which the engines must agree to a thousandth
 */
export async function onBothEngines(t: Test, args: readonly string[], check: Check): Promise<void> {
  const results = await Promise.all(FFI_ENGINES.map((ffi) => measure(t, [...args, '--ffi', ffi])));
  const rates = FFI_ENGINES.map((ffi, index) => {
    const result = results[index];
    if (result === undefined) throw new Error(`no result of ${ffi}`);
    return { verdict: result.verdict, estimates: check(result, ffi).map(({ estimate }) => estimate) };
  });
  const [one, other] = rates;
  t.equal(one?.verdict, other?.verdict, 'the engines agree on the verdict');
  for (const [index, estimate] of (one?.estimates ?? []).entries()) {
    const twin = other?.estimates[index] ?? Number.NaN;
    t.ok(Math.abs(estimate - twin) <= Math.abs(estimate) / 1000, `they agree on ${estimate} and ${twin}`);
  }
}

/** As {@link onBothEngines} at night; by day through one engine, where a like of it is measured through the other. */
export async function onEngineByDay(
  ffi: FfiEngineName,
  t: Test,
  args: readonly string[],
  check: Check,
): Promise<void> {
  await (NIGHTLY ? onBothEngines(t, args, check) : onEngine(ffi, t, args, check));
}

/** Measures through one engine, where what is dialled is tested through the other by a like of it. */
export async function onEngine(
  ffi: FfiEngineName,
  t: Test,
  args: readonly string[],
  check: Check,
): Promise<void> {
  check(await measure(t, [...args, '--ffi', ffi]), ffi);
}

/** Checks that an interval holds what was dialled, and gives the rate. */
export function holds(t: Test, rate: Rate | null, dialled: number, what: string): Rate {
  if (rate === null) throw new Error(`${what}: there is no rate`);
  t.ok(rate.low <= dialled && dialled <= rate.high, `${what}: ${dialled} is in [${rate.low}, ${rate.high}]`);
  t.ok(
    Math.abs(rate.estimate - dialled) <= dialled / 100,
    `${what}: ${rate.estimate} is ${dialled} within 1 %`,
  );
  return rate;
}

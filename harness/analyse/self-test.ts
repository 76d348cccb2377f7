import type { Plan } from '../contract/plan.ts';
import { plantedBytesPerCycle } from '../contract/planted.ts';
import type { ArmResult, SelfTest } from '../contract/result.ts';
import { armFigures } from './figures.ts';
import { numberText } from './words.ts';

function whyNotMade({ attached, control }: Pick<Plan, 'control' | 'attached'>): string {
  if (attached !== undefined) return 'the program is not ours';
  return control ? '--no-self-test' : 'no control arm';
}

/**
 * Whether the instrument can be believed: it must find no leak in its control arm, and find the one that its session
 * hosts plant themselves.
 */
export function selfTestOf(
  plan: Pick<Plan, 'selfTest' | 'control' | 'margin' | 'attached'>,
  control: ArmResult | undefined,
  planted: ArmResult | undefined,
): SelfTest {
  if (!plan.selfTest || control === undefined || planted === undefined) {
    return {
      outcome: 'not-made',
      reason: whyNotMade(plan),
      plantedBytesPerCycle: null,
      found: null,
    };
  }
  const bytes = plantedBytesPerCycle(plan);
  const heap = planted.resources['heapBytes'];
  const figures = `control: ${armFigures(control)}; planted ${numberText(bytes)} bytes per cycle: ${armFigures(planted)}`;
  const isFound = heap?.verdict === 'leak';
  const isClean = control.verdict === 'no-leak';
  return {
    outcome: isFound && isClean ? 'passed' : 'failed',
    reason: isFound ? figures : `the planted leak was not found; ${figures}`,
    plantedBytesPerCycle: bytes,
    found: heap?.perCycle ?? null,
  };
}

import { ROTATE_AT_BYTES, type Soak } from '../../harness/contract/soak.ts';
import { formatAmount, formatCounted, formatDecimal, formatDuration } from '../format.ts';
import type { Fact } from './facts.ts';

/** How a soak was to go on. */
export function soakFacts(soak: Soak): readonly Fact[] {
  const { checkpointMs, cyclesPerSecond, pauseMs, quietHours, rotateAtBytes, untilSettled } = soak;
  return [
    ['Soak', `for ${lengthWording(soak.until)}${untilSettled ? ', or until it is settled' : ''}`],
    [
      'Rounds',
      'of one fresh process per arm, in seeded order; every second round is the one before turned round',
    ],
    ['Checkpoints', `after rounds, at least ${formatDuration(checkpointMs)} apart`],
    ...(cyclesPerSecond === null
      ? []
      : [['Pace', `at most ${formatDecimal(cyclesPerSecond, 1)} logons a second`] satisfies Fact]),
    ...(pauseMs === 0 ? [] : [['Rest between rounds', formatDuration(pauseMs)] satisfies Fact]),
    ...(quietHours === null
      ? []
      : [
          [
            'Quiet hours',
            `${time(quietHours.fromMinute)} to ${time(quietHours.toMinute)}, local time`,
          ] satisfies Fact,
        ]),
    ...(rotateAtBytes === ROTATE_AT_BYTES
      ? []
      : [['Rows are put together at', formatAmount(rotateAtBytes, 'bytes')] satisfies Fact]),
  ];
}

function lengthWording(until: Soak['until']): string {
  return until.by === 'duration'
    ? formatDuration(until.durationMs)
    : `${formatCounted(until.cycles, 'logon')} of all processes together`;
}

/** `07:05` */
function time(minuteOfDay: number): string {
  const parts = [Math.floor(minuteOfDay / 60), minuteOfDay % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

/** The labels of one sample, in the order in which they are written. */
export type Labels = Readonly<Record<string, string>>;

export interface Metric {
  readonly name: string;
  /** One sentence. */
  readonly help: string;
  readonly samples: readonly (readonly [labels: Labels, value: number])[];
}

/**
 * Gauges in Prometheus's text format, version 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats).
 * Without timestamps: a textfile collector refuses a file that has any. A metric without samples is left out.
 */
export function exposition(metrics: readonly Metric[]): string {
  return metrics
    .filter(({ samples }) => samples.length > 0)
    .map(
      ({ help, name, samples }) =>
        `# HELP ${name} ${escapedHelp(help)}\n# TYPE ${name} gauge\n${samples
          .map(([labels, value]) => `${name}${labelText(labels)} ${numberText(value)}\n`)
          .join('')}`,
    )
    .join('');
}

/** One sample for each state, of which one holds: so a state that ends becomes 0, and does not go stale. */
export function stateSet(
  labels: Labels,
  label: string,
  states: readonly string[],
  current: string,
): Metric['samples'] {
  return states.map((state) => [{ ...labels, [label]: state }, state === current ? 1 : 0]);
}

function labelText(labels: Labels): string {
  const entries = Object.entries(labels);
  if (entries.length === 0) return '';
  return `{${entries.map(([name, value]) => `${name}="${escapedLabel(value)}"`).join(',')}}`;
}

/** Any text, but what would end the value. */
function escapedLabel(value: string): string {
  return value
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replace(/\r\n?|\n/g, '\\n');
}

function escapedHelp(help: string): string {
  return help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

function numberText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}

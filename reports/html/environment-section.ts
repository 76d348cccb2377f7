import type { Check } from '../../harness/contract/check.ts';
import type {
  Environment,
  FlagReading,
  FlagValue,
  LoadedLibrary,
} from '../../harness/contract/environment.ts';
import { formatAmount, formatCount } from '../format.ts';
import type { FlagReadBack, ReportInput } from '../report-input.ts';
import { dialsWording } from '../wording.ts';
import { type Fact, factList } from './facts.ts';
import { html, isolate, type Markup, nothing } from './markup.ts';

/** The machine and the code that was measured. */
export function environmentSection({ environment, flagReadBacks }: ReportInput): Markup {
  return html`<section>
<h2>Environment</h2>
<div class="card">${factList(machineFacts(environment))}
${preflightPart(environment.preflight)}${watchedPart(environment)}<h3>Libraries that were loaded</h3>
${librariesTable(environment.libraries)}<h3>CleanUpMAPIHeap before the run</h3>
${flagTable(environment.flagBefore)}<h3>CleanUpMAPIHeap as read back for each arm</h3>
${readBackTable(flagReadBacks)}</div>
</section>
`;
}

function machineFacts(environment: Environment): readonly Fact[] {
  const { mapileak, node, platform, osRelease, arch, bitness, cpus, totalMemoryBytes, wine } = environment;
  return [
    ...(environment.watched === undefined
      ? [['MAPI provider', environment.standIn ? 'stand-in' : 'not the stand-in'] satisfies Fact]
      : []),
    ...(environment.standIn ? [dialsFact(environment)] : []),
    ['Operating system', `${platform} ${osRelease}${wine === null ? '' : `, which is Wine ${wine}`}`],
    ['Process', `${bitness}-bit, ${arch}`],
    ['Machine', `${formatCount(cpus)} processors, ${formatAmount(totalMemoryBytes, 'bytes')} of memory`],
    ['Node', node],
    ['mapileak', mapileak],
  ];
}

/** The programs of an attached run; nothing of any other. */
function watchedPart({ watched }: Environment): Markup {
  if (watched === undefined) return nothing;
  const rows = watched.map(
    ({ bitness, executable, file, name, pid, startedAt }) =>
      html`<tr><th scope="row" class="path">${isolate(executable ?? name)}</th><td class="number">${pid}</td><td>${bitness === null ? 'unknown' : `${bitness}-bit`}</td><td>${startedAt ?? 'unknown'}</td>${file === null ? html`<td colspan="3">not known</td>` : libraryCells(file)}</tr>`,
  );
  const unknown = watched.flatMap(({ librariesUnknown, pid }) =>
    librariesUnknown === null
      ? []
      : html`<p class="note">What ${pid} has loaded is not known: ${isolate(librariesUnknown)}</p>
`,
  );
  return html`<h3>Programs that were watched</h3>
<div class="scroll" tabindex="0"><table>
<thead><tr><th scope="col">program</th><th scope="col" class="number">PID</th><th scope="col">process</th><th scope="col">started</th><th scope="col">version</th><th scope="col" class="number">size</th><th scope="col">SHA-256</th></tr></thead>
<tbody>${rows}</tbody>
</table></div>
${unknown}`;
}

/** What was not in order before the run; nothing if everything was. */
function preflightPart(checks: readonly Check[]): Markup {
  if (checks.length === 0) return html``;
  const rows = checks.map(
    ({ finding, outcome, remedy, title }) =>
      html`<tr><th scope="row">${title}</th><td>${outcome}</td><td>${isolate(finding)}</td><td>${remedy ?? ''}</td></tr>`,
  );
  return html`<h3>Checks before the run that were not in order</h3>
<div class="scroll" tabindex="0"><table>
<thead><tr><th scope="col">check</th><th scope="col">outcome</th><th scope="col">found</th><th scope="col">what to do</th></tr></thead>
<tbody>${rows}</tbody>
</table></div>
`;
}

function dialsFact({ standInDials }: Environment): Fact {
  const dials = dialsWording(standInDials);
  return [
    'Dials in force',
    dials === '' ? 'all as by default' : html`${isolate(dials)}; the rest as by default`,
  ];
}

function librariesTable(libraries: readonly LoadedLibrary[]): Markup {
  if (libraries.length === 0)
    return html`<p>None was recorded.</p>
`;
  const rows = libraries.map(
    (library) =>
      html`<tr><th scope="row" class="path">${isolate(library.path)}</th>${libraryCells(library)}</tr>`,
  );
  return html`<div class="scroll" tabindex="0"><table>
<thead><tr><th scope="col">library</th><th scope="col">version</th><th scope="col" class="number">size</th><th scope="col">SHA-256</th></tr></thead>
<tbody>${rows}</tbody>
</table></div>
`;
}

function libraryCells({ bytes, sha256, unreadable, version }: LoadedLibrary): Markup {
  if (bytes === null || sha256 === null) {
    return html`<td colspan="3">could not be read: ${isolate(unreadable ?? 'no reason was recorded')}</td>`;
  }
  return html`<td>${version ?? 'no version'}</td><td class="number">${formatCount(bytes)} bytes</td><td class="hash"><code>${sha256}</code></td>`;
}

function flagTable(readings: readonly FlagReading[]): Markup {
  if (readings.length === 0)
    return html`<p>It was not read.</p>
`;
  const rows = readings.map(
    ({ view, key, value }) =>
      html`<tr><th scope="row">${view}</th><td class="path">${isolate(key)}</td><td>${valueWording(value)}</td></tr>`,
  );
  return html`<div class="scroll" tabindex="0"><table>
<thead><tr><th scope="col">registry view</th><th scope="col">key</th><th scope="col">value</th></tr></thead>
<tbody>${rows}</tbody>
</table></div>
`;
}

function readBackTable(readBacks: readonly FlagReadBack[]): Markup {
  if (readBacks.length === 0)
    return html`<p>It was never written.</p>
`;
  return html`<div class="scroll" tabindex="0"><table>
<thead><tr><th scope="col">arm</th><th scope="col">registry view</th><th scope="col">key</th><th scope="col">written</th><th scope="col">read back</th><th scope="col" class="number">times noted</th></tr></thead>
<tbody>${readBacks.map(readBackRow)}</tbody>
</table></div>
`;
}

function readBackRow({ arm, key, times, value, view, wanted }: FlagReadBack): Markup {
  const place = html`<td>${view ?? 'not noted'}</td><td class="path">${key === null ? 'not noted' : isolate(key)}</td>`;
  const read = value === wanted ? valueWording(value) : html`<strong>${valueWording(value)}</strong>`;
  return html`<tr><th scope="row"><span class="arm ${arm}">${arm}</span></th>${place}<td>${valueWording(wanted)}</td><td>${read}</td><td class="number">${formatCount(times)}</td></tr>
`;
}

function valueWording(value: FlagValue): string | number {
  return value === null ? 'no such value' : value === 'not-a-dword' ? 'not a REG_DWORD' : value;
}

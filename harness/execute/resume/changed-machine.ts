import type { Environment } from '../../contract/environment.ts';

type Machine = Pick<
  Environment,
  'mapileak' | 'node' | 'platform' | 'arch' | 'osRelease' | 'wine' | 'cpus' | 'changed'
>;

const CONDITIONS = [
  ['mapileak', ({ mapileak }: Machine) => mapileak],
  ['Node', ({ node }: Machine) => node],
  ['the system', ({ arch, osRelease, platform }: Machine) => `${platform} ${osRelease} ${arch}`],
  ['Wine', ({ wine }: Machine) => wine ?? 'none'],
  ['the number of processors', ({ cpus }: Machine) => String(cpus)],
] as const;

/**
 * What besides MAPI is otherwise than before a run was cut off, one sentence each, those of earlier gaps first: a reboot
 * may have installed an update, and processes before and after it are judged as of one machine.
 */
export function machineChanges(before: Machine, now: Machine): readonly string[] {
  const changed = CONDITIONS.flatMap(([what, of]) => {
    const [was, is] = [of(before), of(now)];
    return was === is ? [] : [`${what} changed while the run was cut off: ${was} before, ${is} since`];
  });
  return [...(before.changed ?? []), ...changed];
}

/** The names in a run folder; outside scripts rely on them. */
export const RUN_FILES = {
  plan: 'plan.json',
  environment: 'environment.json',
  events: 'events.ndjson',
  samples: 'samples.ndjson',
  /** Of a soak: what its rows came to that are gone. */
  merged: 'merged.json',
  result: 'result.json',
  report: 'report.html',
  /** The registry before the run, for regedit. */
  flagBackup: 'flag-backup.reg',
  hosts: 'hosts',
  /** Held by the process that writes the folder, and empty. */
  lock: 'run.lock',
} as const;

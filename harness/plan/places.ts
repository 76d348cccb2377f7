import { join, resolve, win32 } from 'node:path';
import envPaths from 'env-paths';

/** Where this program keeps what outlives a run: the stand-in's registry and the flag's backup. */
export function stateDirectory(): string {
  return envPaths('mapileak', { suffix: '' }).log;
}

/** The stand-in's registry file: `--registry`, the environment's MAPILEAK_REGISTRY, or the usual place. */
export function standInRegistryFile(option: string | undefined): string {
  return resolve(option ?? process.env['MAPILEAK_REGISTRY'] ?? join(stateDirectory(), 'registry.txt'));
}

/** Where accounts of one Windows meet: what is put there is only ever opened, never believed. */
export function sharedLockFile(environment: NodeJS.ProcessEnv = process.env): string {
  return win32.join(environment['ProgramData'] ?? 'C:\\ProgramData', 'mapileak', 'flag.lock');
}

/** Beside the registry it belongs to; on Windows, where the registry is the system's, in the state directory. */
export function flagBackupFile(registryFile: string, platform: NodeJS.Platform = process.platform): string {
  return platform === 'win32'
    ? join(stateDirectory(), 'flag-backup.json')
    : `${registryFile}.flag-backup.json`;
}

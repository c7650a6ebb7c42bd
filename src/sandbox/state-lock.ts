import { chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SandboxStateError } from './state-store.ts';

/** SQLITE_BUSY */
const BUSY = 5;

/**
 * Keeps other sandboxes off the state file until it is disposed of, or until this process ends in whatever way: the lock
 * is the operating system's, which SQLite takes on an empty file. Throws `SandboxStateError` if it is held already.
 */
export function lockState(stateFile: string): Disposable {
  mkdirSync(dirname(stateFile), { recursive: true, mode: 0o700 });
  const lockFile = `${stateFile}.lock`;
  const connection = new DatabaseSync(lockFile);
  try {
    chmodSync(lockFile, 0o600);
    connection.exec('pragma journal_mode = memory; begin exclusive');
    return connection;
  } catch (cause) {
    connection.close();
    if (!isBusy(cause)) throw cause;
    throw new SandboxStateError(`${stateFile} is in use by another process. ${HOW_TO_SHARE}`, { cause });
  }
}

/** For people who start a second service on the first one's sandbox. */
export const HOW_TO_SHARE =
  'Each has fake vendors of its own, and both would sell the same numbers: give this one another DATA_DIR and no shared ' +
  'DATABASE_URL, or let them share the fake vendors that `npm run sandbox` starts.';

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === BUSY;
}

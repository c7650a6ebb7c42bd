import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createSeedState } from './seed.ts';
import { type SandboxState, sandboxState } from './state.ts';

const OWNER_ONLY = 0o600;

/** Holds the state, and keeps the state file, where there is one, the same as it. */
export type StateStore = {
  read(): SandboxState;
  /** Runs `act` on the state and saves it before returning, so an answer never tells of a change that a crash undoes. */
  change<Result>(act: (state: SandboxState) => Result): Result;
  /** Goes back to the seed. */
  reset(): void;
};

/** The state file cannot be used; the message says why and what to do, for people. */
export class SandboxStateError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SandboxStateError';
  }
}

/**
 * Opens the state file, or starts from the seed where there is none; saves nothing unless `isSaved`. Throws
 * `SandboxStateError` if the file holds something else.
 */
export function openStateStore(stateFile: string | undefined, isSaved: boolean): StateStore {
  let state = stateFile === undefined ? createSeedState() : load(stateFile);
  const save = () => {
    if (stateFile !== undefined && isSaved) write(stateFile, state);
  };
  return {
    read: () => state,
    change(act) {
      const result = act(state);
      save();
      return result;
    },
    reset() {
      state = createSeedState();
      save();
    },
  };
}

function load(stateFile: string): SandboxState {
  const text = readIfPresent(stateFile);
  if (text === null) return createSeedState();
  try {
    return sandboxState.parse(JSON.parse(text));
  } catch (cause) {
    throw new SandboxStateError(`${stateFile} is not a sandbox state file; delete it to start afresh.`, { cause });
  }
}

function readIfPresent(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function write(stateFile: string, state: SandboxState): void {
  const unfinished = `${stateFile}.${process.pid}.tmp`;
  mkdirSync(dirname(stateFile), { recursive: true });
  writeFileSync(unfinished, `${JSON.stringify(state, null, 2)}\n`, { mode: OWNER_ONLY });
  renameSync(unfinished, stateFile);
}

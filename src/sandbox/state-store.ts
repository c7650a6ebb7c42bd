import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createSeedState, type Fakes, readState, type SandboxState } from './state.ts';

const OWNER_ONLY = 0o600;

/** Keeps the state, and the state file, where there is one, the same as it. */
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

type StoreOptions = {
  /** Where the state is kept; undefined for nowhere. */
  readonly stateFile: string | undefined;
  /** False reads the file and never writes it. */
  readonly savesState: boolean;
  readonly fakes: Fakes;
};

/**
 * Opens the state file, or starts from the seed where there is none. Throws `SandboxStateError` if the file holds
 * something else.
 */
export function openStateStore({ stateFile, savesState, fakes }: StoreOptions): StateStore {
  let state = stateFile === undefined ? createSeedState(fakes) : load(stateFile, fakes);
  const save = () => {
    if (stateFile !== undefined && savesState) write(stateFile, state);
  };
  return {
    read: () => state,
    change(act) {
      const result = act(state);
      save();
      return result;
    },
    reset() {
      state = createSeedState(fakes);
      save();
    },
  };
}

function load(stateFile: string, fakes: Fakes): SandboxState {
  const text = readIfPresent(stateFile);
  if (text === null) return createSeedState(fakes);
  try {
    return readState(JSON.parse(text), fakes);
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

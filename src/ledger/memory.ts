import { existsSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** A call that was recorded, and committed. */
export type RecordedCall = { readonly operationId: string; readonly attempt: number; readonly seq: number };

/** What an instance remembers of the ledger, beside it: which it was, and the newest call that it held. */
export type Remembered = { readonly identity: string; readonly lastCall: RecordedCall | null };

/** A memory that outlives the process. */
export type LedgerMemory = {
  readonly remembered: Remembered | null;
  /** The file has it a moment later, and not once for each call: what is older says less, and nothing that is wrong. */
  keep(remembered: Remembered): void;
  /** Writes what the file does not have yet. */
  stop(): Promise<void>;
};

const content = z.object({
  identity: z.string(),
  lastCall: z.object({ operationId: z.string(), attempt: z.number(), seq: z.number() }).nullable(),
});

/** Between two writes of the file, in ms. */
const PAUSE_MS = 1_000;

/** The file in which an instance remembers the ledger. */
export function memoryFileIn(dataDir: string): string {
  return join(dataDir, 'ledger-memory.json');
}

/** The file is there, and cannot be understood. */
export class MemoryDamagedError extends Error {
  constructor(file: string, options: ErrorOptions) {
    super(`${file} is damaged: delete it once you know that the database is the right one.`, options);
    this.name = 'MemoryDamagedError';
  }
}

/** Reads what is remembered; null where there is no file. Throws `MemoryDamagedError`, or what kept it from reading. */
export function readMemory(file: string): Remembered | null {
  if (!existsSync(file)) return null;
  const text = readFileSync(file, 'utf8');
  try {
    return content.parse(JSON.parse(text));
  } catch (cause) {
    throw new MemoryDamagedError(file, { cause });
  }
}

/** Opens the memory. `report` is given what kept the file from being written. Throws if it cannot be read. */
export function openMemory(file: string, report: (error: unknown) => void): LedgerMemory {
  let remembered = readMemory(file);
  let timer: NodeJS.Timeout | null = null;
  let notBefore = 0;
  let writing = Promise.resolve();

  const write = (): void => {
    timer = null;
    notBefore = performance.now() + PAUSE_MS;
    writing = writing.then(() => replaceFile(file, JSON.stringify(remembered))).catch(report);
  };

  return {
    get remembered() {
      return remembered;
    },
    keep(newer) {
      remembered = newer;
      timer ??= setTimeout(write, Math.max(0, notBefore - performance.now())).unref();
    },
    async stop() {
      if (timer) {
        clearTimeout(timer);
        write();
      }
      await writing;
    },
  };
}

/** The file has the old content or the new one, whatever happens meanwhile. */
async function replaceFile(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, text, { mode: 0o600, flush: true });
  await rename(draft, file);
}

import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const BLOCK_BYTES = 4096;

/** How often a second the disk below a folder makes 4 KiB more of a file last, one after the other. */
export function measureSyncs(folder: string, forMs: number): number {
  const file = openSync(join(folder, 'syncs'), 'w', 0o600);
  const block = Buffer.alloc(BLOCK_BYTES, 1);
  const startedAt = performance.now();
  let syncs = 0;
  try {
    while (performance.now() - startedAt < forMs) {
      writeSync(file, block);
      fdatasyncSync(file);
      syncs += 1;
    }
    return (syncs * 1000) / (performance.now() - startedAt);
  } finally {
    closeSync(file);
  }
}

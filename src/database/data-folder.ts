import { lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const OWNER_ONLY = 0o700;
const WRITABLE_FOR_ALL = 0o002;
const WRITABLE_FOR_GROUP = 0o020;
/** What this service keeps there, with what SQLite puts beside it. */
const OWN_FILES = /^(phone-numbers|sandbox|ledger-memory)\./;

/** Somebody else could put another ledger in the place of this one; the message says what to do, for people. */
export class UnsafeFolderError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnsafeFolderError';
  }
}

/**
 * Makes the folder, for its owner alone, or sees whether one that is there is safe. Throws `UnsafeFolderError` where
 * others may write to it, or where it or a file of ours in it is a link: that could lead anywhere.
 */
export function prepareDataFolder(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true, mode: OWNER_ONLY });
  // Without a slash at its end, which would make a link look like what it leads to.
  const folder = lstatSync(resolve(dataDir));
  if (folder.isSymbolicLink()) throw new UnsafeFolderError(`DATA_DIR ${dataDir} is a link: name the folder itself.`);
  // Where somebody else has made the folder, as for a container, the group may be what lets this user in.
  const isOwn = folder.uid === process.getuid?.();
  const others = WRITABLE_FOR_ALL | (isOwn ? WRITABLE_FOR_GROUP : 0);
  if (process.platform !== 'win32' && (folder.mode & others) !== 0) {
    throw new UnsafeFolderError(`DATA_DIR ${dataDir} may be written to by others: run chmod go-w on it.`);
  }
  const link = readdirSync(dataDir, { withFileTypes: true }).find(
    (entry) => entry.isSymbolicLink() && OWN_FILES.test(entry.name),
  );
  if (link) throw new UnsafeFolderError(`${join(dataDir, link.name)} is a link: put the file itself in its place.`);
}

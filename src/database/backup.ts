import { backup, DatabaseSync } from 'node:sqlite';

/** Copies a SQLite file as it is at one moment, while the service goes on writing. Throws if either cannot be had. */
export async function backUpSqlite(from: string, to: string): Promise<void> {
  const source = new DatabaseSync(from, { readOnly: true });
  try {
    await backup(source, to);
  } finally {
    source.close();
  }
}

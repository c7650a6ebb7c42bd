import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { up as numbersAndOperations } from './migrations/0001-numbers-and-operations.ts';
import type { Tables } from './tables.ts';

/** Every migration there is, in order. Forward only: a published one is never changed, a mistake gets a new one. */
const migrations: Record<string, Migration> = {
  '0001-numbers-and-operations': { up: numbersAndOperations },
};

/** Brings the database to the newest schema, under a lock. Throws if a migration fails; nothing is half applied then. */
export async function migrate(database: Kysely<Tables>): Promise<void> {
  const { error } = await createMigrator(database).migrateToLatest();
  if (error !== undefined) throw new Error('The database could not be migrated.', { cause: error });
}

/** Whether every migration has been applied; throws if the database does not answer. */
export async function isMigrated(database: Kysely<Tables>): Promise<boolean> {
  const known = await createMigrator(database).getMigrations();
  return known.every((migration) => migration.executedAt !== undefined);
}

function createMigrator(database: Kysely<Tables>): Migrator {
  return new Migrator({ db: database, provider: { getMigrations: async () => migrations } });
}

import { CompiledQuery } from 'kysely';
import { isPostgres } from '../../src/database/database.ts';
import type { Filled } from './stores.ts';

/** How the database finds what the work asks of it, statement by statement. */
export async function explain({ database, statements }: Filled, work: () => Promise<unknown>): Promise<string> {
  statements.length = 0;
  await work();
  const found: string[] = [];
  for (const { sql, parameters } of [...statements]) {
    const explained = CompiledQuery.raw(
      `explain ${isPostgres(database) ? '(analyze, costs off)' : 'query plan'} ${sql}`,
      [...parameters],
    );
    const { rows } = await database.executeQuery<Record<string, unknown>>(explained);
    found.push(...rows.map((row) => `  ${row['QUERY PLAN'] ?? row['detail']}`), '');
  }
  return found.join('\n');
}

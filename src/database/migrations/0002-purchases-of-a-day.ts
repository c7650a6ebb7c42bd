import type { Kysely } from 'kysely';

/** Counting the purchases of a day, for their limit, must not read the whole ledger each time. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema.createIndex('operations_kind_sent_at').on('operations').columns(['kind', 'sent_at']).execute();
}

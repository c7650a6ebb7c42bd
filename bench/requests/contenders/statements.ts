import type { NumberRow, Numbers } from './hand-written-json.ts';
import { openRows } from './rows.ts';

/** The columns of a `NumberRow`, in its order. */
const COLUMNS = `id, vendor, vendor_id, kind, address, label, status, agent_id, inbound_routing, acquisition, locked,
  created_at, updated_at, synced_at, country, carrier, sms_capable, trunk`;
const OF_NUMBER = COLUMNS.replaceAll(/\w+/g, 'number.$&');
const NEWEST_FIRST = 'created_sort desc, id desc';

/** What the handler without GraphQL reads, a number more than a page has: by arrays of named columns, and by index alone. */
export function openStatements(
  place: string,
  { listSize, agentSize }: { readonly listSize: number; readonly agentSize: number },
) {
  const { table, isPostgres, arrays } = openRows(place);
  // The texts of a JSON list, each with its place.
  const given = isPostgres
    ? 'json_array_elements_text($1::json) with ordinality as given (value, key)'
    : 'json_each($1) as given';
  const list = `select ${COLUMNS} from ${table} where status <> 'RELEASED' order by ${NEWEST_FIRST} limit ${listSize + 1}`;
  const one = `select ${COLUMNS} from ${table} where id = $1`;
  const byIds = `select ${OF_NUMBER} from ${given} left join ${table} as number on number.id = given.value order by given.key`;
  const pageOf = (columns: string) => `select ${columns} from ${table} as listed
    where agent_id = given.value and status <> 'RELEASED' order by ${NEWEST_FIRST} limit ${agentSize + 1}`;
  // Pages are put into order afterwards: the database would do it with all columns in hand.
  const ofAgents = isPostgres
    ? `select ${OF_NUMBER} from ${given}, lateral (${pageOf('*')}) as number`
    : `select ${OF_NUMBER} from ${given} cross join ${table} as number on number.rowid in (${pageOf('rowid')})`;

  async function read(statement: string, values: readonly string[] = []): Promise<Numbers> {
    const rows = await arrays(statement, values);
    if (!areNumbers(rows)) throw new Error('A statement gave no rows.');
    return rows;
  }

  return {
    list: () => read(list),
    one: async (id: string) => (await read(one, [id]))[0],
    byIds: (ids: readonly string[]) => read(byIds, [JSON.stringify(ids)]),
    async ofAgents(ids: readonly string[]): Promise<ReadonlyMap<string | null, Numbers>> {
      const byAgent = Map.groupBy(await read(ofAgents, [JSON.stringify(ids)]), (row) => row[7]);
      for (const rows of byAgent.values()) rows.sort(newestFirst);
      return byAgent;
    },
  };
}

function newestFirst(one: NumberRow, other: NumberRow): number {
  const [createdAt, otherCreatedAt] = [one[11] ?? '', other[11] ?? ''];
  if (createdAt === otherCreatedAt) return one[0] < other[0] ? 1 : -1;
  return createdAt < otherCreatedAt ? 1 : -1;
}

function areNumbers(rows: unknown): rows is Numbers {
  return Array.isArray(rows);
}

import { type Expression, expressionBuilder, type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { isPostgres } from '../database/database.ts';
import { sortRows } from '../database/keyset.ts';
import type { Tables } from '../database/tables.ts';
import { spellingsOfAgent } from '../domain/canonical.ts';
import type { ListPosition } from '../domain/paging.ts';
import { conditions, isEmpty } from './conditions.ts';
import { orders } from './pages.ts';
import type { NumberOrder, NumberPage, PageQuery } from './registry.ts';
import { SHOWN_COLUMNS, type ShownRow, toPhoneNumber } from './rows.ts';

type AgentPage = NumberPage & { totalCount: number };
/** A number of an agent's page, or nulls where the page is empty; and what lies around the page in the agent's whole list. */
type FoundRow = ShownRow & {
  of_agent: string;
  agent_total: number;
  /** Whether a number stands at the cursor that the page begins after, or before it; the same of the one it ends before. */
  has_before: number | boolean;
  has_after: number | boolean;
};

/** What is asked of each agent: the condition of the filter, and the order by a column and the id. */
type Wanted = Pick<PageQuery, 'paging'> & {
  readonly condition: Expression<SqlBool>;
  readonly column: RawBuilder<unknown>;
  readonly descending: boolean;
};

/**
 * The same page of the numbers of each agent, in one query. In the usual order and without a filter it goes to each agent's
 * page by the index, and reads no more of its list than the page; the totals alone are counted. What an agent shares with
 * others comes from a second list, which is empty for most.
 */
export async function readAgentPages(
  database: Kysely<Tables>,
  agentIds: readonly string[],
  { filter, order, paging }: PageQuery,
): Promise<Map<string, AgentPage>> {
  if (agentIds.length === 0 || isEmpty(filter)) return new Map();
  const { column: name, valueIn, descending } = orders[order];
  const row = expressionBuilder<Tables, 'numbers'>();
  const wanted: Wanted = { paging, condition: row.and(conditions(row, filter)), column: sql.ref(name), descending };
  const spellings = [...new Set(agentIds.flatMap(spellingsOfAgent))];
  // Materialized: else SQLite counts anew for each number. What is found is put into order here: there it would be copied.
  const { rows } = await sql<FoundRow>`
    with agents as materialized (
      select value as of_agent,
        ${sql.join(
          places.map((of) => sql`(select count(*) from ${of('counted', sql`value`)} and ${wanted.condition})`),
          sql` + `,
        )} as agent_total,
        ${isAnyBeyond(wanted, paging.after, false)} as has_before,
        ${isAnyBeyond(wanted, paging.before, true)} as has_after
      from ${each(database, spellings)}
    )
    select agents.*, ${shown} from agents left join ${pageOfEach(database, wanted)}`.execute(database);

  const byAgent = Map.groupBy(rows, (row) => row.of_agent);
  const rowsOf = (agentId: string) => {
    const spelling = spellingsOfAgent(agentId).find((each) => Number(byAgent.get(each)?.[0]?.agent_total ?? 0) > 0);
    return byAgent.get(spelling ?? agentId) ?? [];
  };
  return new Map(agentIds.map((agentId) => [agentId, toPage(rowsOf(agentId), { valueIn, descending, paging })]));
}

const numbers = sql.table('numbers');
const shown = sql.join(SHOWN_COLUMNS.map((column) => sql.ref(`page.${column}`)));

/** Where the numbers of an agent are: those that lists go by it for, and those that it shares otherwise. They have none in common. */
const places: readonly ((name: string, agent: RawBuilder<unknown>) => RawBuilder<unknown>)[] = [
  (name, agent) => sql`${numbers} as ${sql.ref(name)} where ${sql.ref(`${name}.agent_id`)} = ${agent}`,
  // Cross: else SQLite might begin with all numbers, in their order.
  (name, agent) => sql`${sql.table('number_shares')} as shares cross join ${numbers} as ${sql.ref(name)}
    where shares.sharing_agent = ${agent} and ${sql.ref(`${name}.id`)} = shares.number_id`,
];

/** One row for each text, in the column `value`; however many there are, it is one statement. */
function each(database: Kysely<Tables>, texts: readonly string[]): RawBuilder<unknown> {
  return isPostgres(database)
    ? sql`unnest(${texts}::text[]) as listed (value)`
    : sql`json_each(${JSON.stringify(texts)}) as listed`;
}

/** Of each place, the page of each agent, and one number more, as the right side of a join. SQLite knows no `lateral`. */
function pageOfEach(
  database: Kysely<Tables>,
  { paging: { direction, size, after, before }, condition, column, descending }: Wanted,
): RawBuilder<unknown> {
  const way = sql.raw(descending === (direction === 'backward') ? 'asc' : 'desc');
  const within = (position: ListPosition | null, isAfter: boolean) => {
    if (!position) return sql`1 = 1`;
    return sql`(${column}, id) ${sql.raw(descending === isAfter ? '<' : '>')} (${position.value}, ${position.id})`;
  };
  const found = (columns: RawBuilder<unknown>) =>
    sql.join(
      places.map(
        (of) => sql`select * from (select ${columns} from ${of('listed_number', sql`agents.of_agent`)}
          and ${condition} and ${within(after, true)} and ${within(before, false)}
          order by ${column} ${way}, id ${way} limit ${size + 1}) as found`,
      ),
      sql` union all `,
    );
  return isPostgres(database)
    ? sql`lateral (${found(sql`listed_number.*`)}) as page on true`
    : sql`${numbers} as page on page.rowid in (${found(sql`listed_number.rowid`)})`;
}

/** Whether the agent's list has a number at a cursor, or beyond it, towards its end or towards its beginning. */
function isAnyBeyond({ condition, column, descending }: Wanted, position: ListPosition | null, towardsEnd: boolean) {
  if (!position) return sql`1 = 0`;
  const way = sql.raw(descending === towardsEnd ? '<=' : '>=');
  const beside = (of: (typeof places)[number]) => sql`exists (
    select 1 from ${of('beside', sql`value`)} and ${condition}
      and (beside.${column}, beside.id) ${way} (${position.value}, ${position.id}))`;
  return sql`(${sql.join(places.map(beside), sql` or `)})`;
}

type Place = Pick<PageQuery, 'paging'> & Pick<(typeof orders)[NumberOrder], 'valueIn' | 'descending'>;

function toPage(rows: readonly FoundRow[], { paging: { direction, size }, ...order }: Place): AgentPage {
  const [first] = rows;
  // An agent whose page is empty still has its total.
  const found = sortRows(
    rows.filter((row) => row.id !== null),
    order,
  );
  // More than asked for tells that the list goes on.
  const goesOn = found.length > size;
  const backward = direction === 'backward';
  const shown = backward ? found.slice(Math.max(0, found.length - size)) : found.slice(0, size);
  return {
    totalCount: Number(first?.agent_total ?? 0),
    edges: shown.map((row) => ({
      position: { value: order.valueIn(row), id: row.id },
      node: toPhoneNumber(row),
    })),
    hasPreviousPage: (backward && goesOn) || Boolean(first?.has_before),
    hasNextPage: (!backward && goesOn) || Boolean(first?.has_after),
  };
}

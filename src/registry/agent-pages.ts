import { type Kysely, type RawBuilder, sql } from 'kysely';
import { isPostgres } from '../database/database.ts';
import type { PhoneNumberRow, Tables } from '../database/tables.ts';
import { spellingsOfAgent } from '../domain/canonical.ts';
import type { ListPosition, Paging } from '../domain/paging.ts';
import type { NumberPage } from './registry.ts';
import { toPhoneNumber } from './rows.ts';

type AgentPage = NumberPage & { totalCount: number };
/** A number of an agent's page, or nulls where the page is empty; and what lies around it in the agent's whole list. */
type FoundRow = PhoneNumberRow & {
  of_agent: string;
  agent_total: number;
  has_newer: number | boolean;
  has_older: number | boolean;
};

/**
 * The same page of the numbers of each agent, newest first, in one query, which goes to each agent's page by the index
 * and reads no more of its list than the page; the totals alone are counted.
 */
export async function readAgentPages(
  database: Kysely<Tables>,
  agentIds: readonly string[],
  paging: Paging,
): Promise<Map<string, AgentPage>> {
  if (agentIds.length === 0) return new Map();
  const spellings = [...new Set(agentIds.flatMap(spellingsOfAgent))];
  // Materialized: else SQLite counts anew for each number.
  const { rows } = await sql<FoundRow>`
    with agents as materialized (
      select value as of_agent, (
        select count(*) from ${numbers} as counted
        where counted.agent_id = value and counted.status <> 'RELEASED'
      ) as agent_total
      from ${each(database, spellings)}
    )
    select agents.of_agent, agents.agent_total, page.*,
      ${isBeside('newer', '>')} as has_newer,
      ${isBeside('older', '<')} as has_older
    from agents left join ${pageOfEach(database, paging)}
    order by agents.of_agent, page.created_sort desc, page.id desc`.execute(database);

  const byAgent = Map.groupBy(rows, (row) => row.of_agent);
  const rowsOf = (agentId: string) => {
    const spelling = spellingsOfAgent(agentId).find((each) => Number(byAgent.get(each)?.[0]?.agent_total ?? 0) > 0);
    return byAgent.get(spelling ?? agentId) ?? [];
  };
  return new Map(agentIds.map((agentId) => [agentId, toPage(rowsOf(agentId), paging)]));
}

const numbers = sql.table('phone_numbers');

/** One row for each text, in the column `value`; however many there are, it is one statement. */
function each(database: Kysely<Tables>, texts: readonly string[]): RawBuilder<unknown> {
  return isPostgres(database)
    ? sql`unnest(${texts}::text[]) as listed (value)`
    : sql`json_each(${JSON.stringify(texts)}) as listed`;
}

/** The page of each agent, and one number more, as the right side of a join. SQLite knows no `lateral`. */
function pageOfEach(database: Kysely<Tables>, { direction, size, after, before }: Paging): RawBuilder<unknown> {
  const way = sql.raw(direction === 'backward' ? 'asc' : 'desc');
  const found = (columns: RawBuilder<unknown>) => sql`
    select ${columns} from ${numbers} as listed_number
    where agent_id = agents.of_agent and status <> 'RELEASED' and ${within(after, '<')} and ${within(before, '>')}
    order by created_sort ${way}, id ${way} limit ${size + 1}`;
  return isPostgres(database)
    ? sql`lateral (${found(sql`*`)}) as page on true`
    : sql`${numbers} as page on page.id in (${found(sql`id`)})`;
}

function within(position: ListPosition | null, sign: '<' | '>') {
  if (!position) return sql`1 = 1`;
  return sql`(created_sort, id) ${sql.raw(sign)} (${position.value}, ${position.id})`;
}

/** Whether the agent's list goes on beside a number. */
function isBeside(name: string, sign: '<' | '>') {
  const other = sql.raw(name);
  return sql`exists (
    select 1 from ${numbers} as ${other}
    where ${other}.agent_id = agents.of_agent and ${other}.status <> 'RELEASED'
      and (${other}.created_sort, ${other}.id) ${sql.raw(sign)} (page.created_sort, page.id))`;
}

function toPage(rows: readonly FoundRow[], { direction, size, after, before }: Paging): AgentPage {
  const totalCount = Number(rows[0]?.agent_total ?? 0);
  // An agent whose page is empty still has its total.
  const found = rows.filter((row) => row.id !== null);
  // One more than asked for tells an empty page whether the list goes on; any other knows by what lies around it.
  const goesOn = found.length > size;
  const backward = direction === 'backward';
  const shown = backward ? found.slice(goesOn ? 1 : 0) : found.slice(0, size);
  const [first] = shown;
  const last = shown.at(-1);
  const isBesideIt = (position: ListPosition | null) => totalCount > 0 && position !== null;
  return {
    totalCount,
    edges: shown.map((row) => ({
      position: { value: row.created_sort, id: row.id },
      node: toPhoneNumber(row),
    })),
    hasPreviousPage: first ? Boolean(first.has_newer) : (backward && goesOn) || isBesideIt(after),
    hasNextPage: last ? Boolean(last.has_older) : (!backward && goesOn) || isBesideIt(before),
  };
}

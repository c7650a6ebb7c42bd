import { expressionBuilder, type Kysely, sql } from 'kysely';
import type { PhoneNumberRow, Tables } from '../database/tables.ts';
import { spellingsOfAgent } from '../domain/canonical.ts';
import type { ListPosition, Paging } from '../domain/paging.ts';
import type { NumberPage } from './registry.ts';
import { toPhoneNumber } from './rows.ts';

type AgentPage = NumberPage & { totalCount: number };
type FoundRow = PhoneNumberRow & { of_agent: string; agent_total: number; place: number | null };

/**
 * The same page of the numbers of each agent, newest first, in one query: places are counted within each agent, so
 * that a page knows whether it has neighbours, and an agent whose page is empty still has its total.
 */
export async function readAgentPages(
  database: Kysely<Tables>,
  agentIds: readonly string[],
  paging: Paging,
): Promise<Map<string, AgentPage>> {
  if (agentIds.length === 0) return new Map();
  const backward = paging.direction === 'backward';
  // Written by Kysely, whose lists are one value each: written out, every length would be another statement.
  const row = expressionBuilder<Tables, 'phone_numbers'>();
  const isOfThem = row('agent_id', 'in', agentIds.flatMap(spellingsOfAgent));
  const fromEnd = sql.raw(backward ? 'asc' : 'desc');
  const { rows } = await sql<FoundRow>`
    with numbers as (
      select *,
        row_number() over (partition by agent_id order by created_sort desc, id desc) as place,
        count(*) over (partition by agent_id) as total
      from ${sql.table('phone_numbers')}
      where status <> 'RELEASED' and ${isOfThem}
    ), page as (
      select *, row_number() over (partition by agent_id order by created_sort ${fromEnd}, id ${fromEnd}) as taken
      from numbers
      where ${within(paging.after, '<')} and ${within(paging.before, '>')}
    ), totals as (
      select distinct agent_id as of_agent, total as agent_total from numbers
    )
    select page.*, totals.of_agent, totals.agent_total
    from totals left join page on page.agent_id = totals.of_agent and page.taken <= ${paging.size + 1}
    order by totals.of_agent, page.place`.execute(database);

  const byAgent = Map.groupBy(rows, (row) => row.of_agent);
  const rowsOf = (agentId: string) => {
    const spelling = spellingsOfAgent(agentId).find((each) => byAgent.has(each)) ?? agentId;
    return byAgent.get(spelling) ?? [];
  };
  return new Map(agentIds.map((agentId) => [agentId, toPage(rowsOf(agentId), paging)]));
}

function within(position: ListPosition | null, sign: '<' | '>') {
  if (!position) return sql`1 = 1`;
  return sql`(created_sort, id) ${sql.raw(sign)} (${position.value}, ${position.id})`;
}

function toPage(rows: readonly FoundRow[], { direction, size, after, before }: Paging): AgentPage {
  const totalCount = Number(rows[0]?.agent_total ?? 0);
  const found = rows.filter((row) => row.place !== null);
  // One more than asked for tells an empty page whether the list goes on; any other knows by its places.
  const goesOn = found.length > size;
  const backward = direction === 'backward';
  const shown = backward ? found.slice(goesOn ? 1 : 0) : found.slice(0, size);
  const first = shown[0]?.place ?? null;
  const last = shown.at(-1)?.place ?? null;
  const isBeside = (position: ListPosition | null) => totalCount > 0 && position !== null;
  return {
    totalCount,
    edges: shown.map((row) => ({
      position: { value: row.created_sort, id: row.id },
      node: toPhoneNumber(row),
    })),
    hasPreviousPage: first === null ? (backward && goesOn) || isBeside(after) : Number(first) > 1,
    hasNextPage: last === null ? (!backward && goesOn) || isBeside(before) : Number(last) < totalCount,
  };
}

import DataLoader from 'dataloader';
import type { OperationStep } from '../domain/operation.ts';
import type { Paging } from '../domain/paging.ts';
import type { PhoneNumber } from '../domain/phone-number.ts';
import type { OperationContext } from '../operations/shared/context.ts';
import type { NumberPage, Registry } from '../registry/registry.ts';

export type AgentPageKey = { readonly agentId: string; readonly paging: Paging };
/** The newest steps of an operation, as many as `last`. */
export type HistoryKey = { readonly operationId: string; readonly last: number };

/** One registry or ledger query for each kind of thing a request asks for, however often it asks. */
export type Loaders = {
  readonly numbers: DataLoader<string, PhoneNumber | null>;
  readonly agentPages: DataLoader<AgentPageKey, NumberPage & { totalCount: number }, string>;
  readonly histories: DataLoader<HistoryKey, OperationStep[], string>;
};

/** Built fresh for each request: what is loaded for one caller is never shown to another. */
export function createLoaders({ registry, ledger }: Pick<OperationContext, 'registry' | 'ledger'>): Loaders {
  return {
    numbers: new DataLoader(async (ids) => {
      const numbers = await registry.byIds(ids);
      return ids.map((id) => numbers.get(id) ?? null);
    }),
    agentPages: new DataLoader((keys) => loadAgentPages(registry, keys), {
      cacheKeyFn: ({ agentId, paging }) => JSON.stringify([agentId, paging]),
    }),
    histories: new DataLoader((keys) => loadHistories(ledger, keys), {
      cacheKeyFn: ({ operationId, last }) => `${operationId} ${last}`,
    }),
  };
}

/** One query for each set of paging arguments: in a request they are mostly the same for all agents. */
async function loadAgentPages(registry: Registry, keys: readonly AgentPageKey[]) {
  const byPaging = Map.groupBy(keys, ({ paging }) => JSON.stringify(paging));
  const pages = new Map<AgentPageKey, NumberPage & { totalCount: number }>();
  for (const group of byPaging.values()) {
    const [first] = group;
    if (!first) continue;
    const ofAgents = await registry.pagesOfAgents(
      group.map(({ agentId }) => agentId),
      first.paging,
    );
    for (const key of group) pages.set(key, ofAgents.get(key.agentId) ?? NO_NUMBERS);
  }
  return keys.map((key) => pages.get(key) ?? NO_NUMBERS);
}

/** One query for the longest that is asked for: most requests ask for one length. */
async function loadHistories(ledger: OperationContext['ledger'], keys: readonly HistoryKey[]) {
  const ids = [...new Set(keys.map(({ operationId }) => operationId))];
  const histories = await ledger.histories(ids, Math.max(...keys.map(({ last }) => last)));
  return keys.map(({ operationId, last }) => (last === 0 ? [] : (histories.get(operationId) ?? []).slice(-last)));
}

const NO_NUMBERS = { edges: [], hasNextPage: false, hasPreviousPage: false, totalCount: 0 };

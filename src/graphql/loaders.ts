import DataLoader from 'dataloader';
import type { NumberReference } from '../domain/number-reference.ts';
import type { Operation, OperationStep } from '../domain/operation.ts';
import type { PhoneNumber } from '../domain/phone-number.ts';
import type { OperationContext } from '../operations/shared/context.ts';
import type { NumberPage, PageQuery, Registry } from '../registry/registry.ts';

/** A page of the numbers of an agent. */
export type AgentPageKey = PageQuery & { readonly agentId: string };
/** The newest steps of an operation, as many as `last`. */
export type HistoryKey = { readonly operationId: string; readonly last: number };

/** One registry or ledger query for each kind of thing a request asks for, however often it asks. */
export type Loaders = {
  readonly numbers: DataLoader<NumberReference, PhoneNumber | null, string>;
  readonly operations: DataLoader<string, Operation | null>;
  /** By the keys that they were asked for with. */
  readonly operationsByKey: DataLoader<KeyOfAccount, Operation | null, string>;
  readonly agentPages: DataLoader<AgentPageKey, NumberPage & { totalCount: number }, string>;
  /** Purchases by day, since a day. */
  readonly purchasesSince: DataLoader<string, ReadonlyMap<string, number>>;
  readonly histories: DataLoader<HistoryKey, OperationStep[], string>;
};

/** An idempotency key, and whose it is. */
export type KeyOfAccount = { readonly account: string; readonly key: string };

/** Built fresh for each request: what is loaded for one caller is never shown to another. */
export function createLoaders({ registry, ledger }: Pick<OperationContext, 'registry' | 'ledger'>): Loaders {
  return {
    numbers: new DataLoader((references) => registry.byReferences(references), {
      cacheKeyFn: (reference) =>
        'id' in reference ? reference.id : JSON.stringify([reference.address, reference.vendor]),
    }),
    operations: new DataLoader(async (ids) => {
      const operations = await ledger.byIds(ids);
      return ids.map((id) => operations.get(id) ?? null);
    }),
    operationsByKey: new DataLoader((keys) => loadByKeys(ledger, keys), {
      cacheKeyFn: ({ account, key }) => `${account} ${key}`,
    }),
    agentPages: new DataLoader((keys) => loadAgentPages(registry, keys), {
      cacheKeyFn: ({ agentId, ...query }) => JSON.stringify([agentId, query]),
    }),
    // One query for the longest time that is asked for.
    purchasesSince: new DataLoader(async (days) => {
      const counts = await ledger.purchasesByDay(days.toSorted()[0] ?? '');
      return days.map(() => counts);
    }),
    histories: new DataLoader((keys) => loadHistories(ledger, keys), {
      cacheKeyFn: ({ operationId, last }) => `${operationId} ${last}`,
    }),
  };
}

/** One query for each account, and there is mostly one. */
async function loadByKeys(ledger: OperationContext['ledger'], keys: readonly KeyOfAccount[]) {
  const byAccount = new Map<string, ReadonlyMap<string, Operation>>();
  for (const [account, ofAccount] of Map.groupBy(keys, ({ account: of }) => of)) {
    byAccount.set(account, await ledger.byKeys(account, [...new Set(ofAccount.map(({ key }) => key))]));
  }
  return keys.map(({ account, key }) => byAccount.get(account)?.get(key) ?? null);
}

/** One query for each set of arguments: in a request they are mostly the same for all agents. */
async function loadAgentPages(registry: Registry, keys: readonly AgentPageKey[]) {
  const byQuery = Map.groupBy(keys, ({ agentId: _each, ...query }) => JSON.stringify(query));
  const pages = new Map<AgentPageKey, NumberPage & { totalCount: number }>();
  for (const group of byQuery.values()) {
    const [first] = group;
    if (!first) continue;
    const ofAgents = await registry.pagesOfAgents(
      group.map(({ agentId }) => agentId),
      first,
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

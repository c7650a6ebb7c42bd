import { buildSubgraphSchema } from '@apollo/subgraph';
import DataLoader from 'dataloader';
import { DateTimeISOResolver, LocalDateResolver } from 'graphql-scalars';
import { typeDefs } from '../../../src/graphql/generated/type-defs.ts';
import { readSettings } from './settings.ts';
import { openStore, type Store, type StoredNumber } from './store.ts';
import { fetchNumber, fetchNumbers } from './vendor-calls.ts';

type PageArguments = { first?: number; maxAge?: number };
type Page = { numbers: StoredNumber[]; size: number };

/** What each request has of its own. */
export type Context = ReturnType<typeof createContext>;

const DEFAULT_SIZE = 50;
const settings = readSettings();
const store = openStore(settings.store);

export function createContext() {
  return {
    store,
    numbers: new DataLoader(async (ids: readonly string[]) => {
      const byId = new Map((await store.byIds(ids)).map((number) => [number.id, number]));
      return ids.map((id) => byId.get(id) ?? null);
    }),
    agentPages: new DataLoader((keys: readonly { agentId: string; size: number }[]) => loadAgentPages(store, keys), {
      cacheKeyFn: ({ agentId, size }) => `${size} ${agentId}`,
    }),
  };
}

/** The schema of the service, with resolvers as one writes them at first. */
export function createSchema() {
  return buildSubgraphSchema([{ typeDefs, resolvers }]);
}

async function loadAgentPages(from: Store, keys: readonly { agentId: string; size: number }[]): Promise<Page[]> {
  const largest = Math.max(...keys.map(({ size }) => size));
  const agentIds = [...new Set(keys.map(({ agentId }) => agentId))];
  const byAgent = Map.groupBy(await from.ofAgents(agentIds, largest + 1), ({ agentId }) => agentId);
  return keys.map(({ agentId, size }) => ({ numbers: byAgent.get(agentId) ?? [], size }));
}

function cursorOf({ createdAt, id }: StoredNumber): string {
  return Buffer.from(JSON.stringify(['CREATED_AT_DESC', createdAt ?? '', id])).toString('base64url');
}

const typeOf = ({ __typename }: StoredNumber) => __typename;
const agentOf = ({ agentId }: { agentId: string | null }) => (agentId === null ? null : { id: agentId });
const load = ({ id }: { id: string }, context: Context) => context.numbers.load(id);

const resolvers = {
  DateTime: DateTimeISOResolver,
  Date: LocalDateResolver,
  Query: {
    phoneNumber: (_root: unknown, { id, maxAge }: { id: string; maxAge?: number }, context: Context) =>
      maxAge === 0 ? fetchNumber(settings.vendor, id) : context.numbers.load(id),
    async phoneNumbers(_root: unknown, { first, maxAge }: PageArguments, context: Context): Promise<Page> {
      const size = first ?? DEFAULT_SIZE;
      if (maxAge === 0) return { numbers: await fetchNumbers(settings.vendor), size };
      return { numbers: await context.store.page(size + 1), size };
    },
  },
  Agent: {
    __resolveReference: ({ id }: { id: string }) => ({ id }),
    phoneNumbers: ({ id }: { id: string }, { first }: { first?: number }, context: Context) =>
      context.agentPages.load({ agentId: id, size: first ?? DEFAULT_SIZE }),
  },
  PhoneNumberConnection: {
    edges: ({ numbers, size }: Page) => numbers.slice(0, size).map((node) => ({ node, cursor: cursorOf(node) })),
    nodes: ({ numbers, size }: Page) => numbers.slice(0, size),
    pageInfo({ numbers, size }: Page) {
      const [first, last] = [numbers[0], numbers.slice(0, size).at(-1)];
      return {
        hasNextPage: numbers.length > size,
        hasPreviousPage: false,
        startCursor: first ? cursorOf(first) : null,
        endCursor: last ? cursorOf(last) : null,
      };
    },
  },
  PhoneNumber: { __resolveType: typeOf },
  PhoneNumberRecord: { __resolveType: typeOf, __resolveReference: load },
  PstnNumber: { __resolveReference: load, agent: agentOf },
  SipNumber: { __resolveReference: load, agent: agentOf },
  InboundRouting: {
    agent: agentOf,
    fallbackAgent: ({ fallbackAgentId }: { fallbackAgentId: string | null }) => agentOf({ agentId: fallbackAgentId }),
  },
};

import { DatabaseSync } from 'node:sqlite';
import DataLoader from 'dataloader';
import { CountryCodeResolver, DateTimeISOResolver } from 'graphql-scalars';
import { typeDefs } from '../../../src/graphql/generated/type-defs.ts';

/** A row as node:sqlite gives it. */
type Row = Record<string, string | number | null>;
type Key = { readonly id: string };
type Page = { readonly numbers: readonly object[]; readonly pageInfo: object };
type Context = {
  readonly numbers: DataLoader<string, ReturnType<typeof toNumber> | null>;
  readonly agentPages: DataLoader<{ id: string; first: number }, Page, string>;
};

/** The subgraph as a team would write it that reads the libraries' guides: plain resolvers, a loader for each kind of thing. */
export function openOrdinary(file: string) {
  const database = new DatabaseSync(file, { readOnly: true });
  const page = database.prepare(`select * from phone_numbers where status <> 'RELEASED'
    order by created_sort desc, id desc limit ?`);
  const byIds = database.prepare('select * from phone_numbers where id in (select value from json_each(?))');
  const ofAgents = database.prepare(`select * from (
      select *, row_number() over (partition by agent_id order by created_sort desc, id desc) as place from phone_numbers
      where status <> 'RELEASED' and agent_id in (select value from json_each(?)))
    where place <= ? order by agent_id, place`);

  const createContext = (): Context => ({
    numbers: new DataLoader(async (ids: readonly string[]) => {
      const rows = new Map(byIds.all(JSON.stringify(ids)).map((row) => [row['id'], toNumber(row as Row)]));
      return ids.map((id) => rows.get(id) ?? null);
    }),
    agentPages: new DataLoader(
      async (keys: readonly { id: string; first: number }[]) => {
        const first = keys[0]?.first ?? 0;
        const rows = ofAgents.all(JSON.stringify(keys.map(({ id }) => id)), first + 1) as Row[];
        const byAgent = Map.groupBy(rows, (row) => row['agent_id']);
        return keys.map(({ id }) => toPage((byAgent.get(id) ?? []).map(toNumber), first));
      },
      { cacheKeyFn: ({ id, first }) => `${id} ${first}` },
    ),
  });

  const resolveReference =
    (kind: string) =>
    async ({ id }: Key, { numbers }: Context) => {
      const number = await numbers.load(id);
      return number?.__typename === kind ? number : null;
    };
  const agent = ({ agentId }: { agentId: string | null }) => (agentId === null ? null : { id: agentId });
  const resolvers = {
    Query: {
      phoneNumbers: (_parent: unknown, { first }: { first: number }) =>
        toPage((page.all(first + 1) as Row[]).map(toNumber), first),
      phoneNumber: (_parent: unknown, { id }: Key, { numbers }: Context) => numbers.load(id),
    },
    PhoneNumberConnection: { nodes: ({ numbers }: { numbers: unknown[] }) => numbers },
    Agent: {
      __resolveReference: ({ id }: Key) => ({ id }),
      phoneNumbers: ({ id }: Key, { first }: { first: number }, { agentPages }: Context) =>
        agentPages.load({ id, first }),
    },
    PstnNumber: { __resolveReference: resolveReference('PstnNumber'), agent },
    SipNumber: { __resolveReference: resolveReference('SipNumber'), agent },
    InboundRouting: {
      agent,
      fallbackAgent: ({ fallbackAgentId }: { fallbackAgentId: string | null }) =>
        fallbackAgentId === null ? null : { id: fallbackAgentId },
    },
    DateTime: DateTimeISOResolver,
    CountryCode: CountryCodeResolver,
  };
  return { typeDefs, resolvers, createContext };
}

function toPage(numbers: readonly object[], first: number): Page {
  return {
    numbers: numbers.slice(0, first),
    pageInfo: { hasNextPage: numbers.length > first, hasPreviousPage: false },
  };
}

function toNumber(row: Row) {
  const isSip = row['kind'] === 'SIP';
  return {
    __typename: isSip ? 'SipNumber' : 'PstnNumber',
    id: row['id'],
    vendor: row['vendor'],
    vendorId: row['vendor_id'],
    address: row['address'],
    label: row['label'],
    status: row['status'],
    agentId: row['agent_id'],
    inboundRouting: parse(row['inbound_routing']),
    acquisition: row['acquisition'],
    locked: row['locked'] === 1,
    createdAt: row['created_at'],
    updatedAt: row['updated_at'],
    syncedAt: row['synced_at'],
    ...(isSip
      ? {
          uri: row['address'],
          username: String(row['address'])
            .replace(/^sips?:/, '')
            .split('@')[0],
        }
      : {
          number: row['address'],
          country: row['country'],
          carrier: row['carrier'],
          smsCapable: row['sms_capable'] === null ? null : row['sms_capable'] === 1,
          trunk: parse(row['trunk']),
        }),
  };
}

function parse(json: unknown): unknown {
  return typeof json === 'string' ? JSON.parse(json) : null;
}

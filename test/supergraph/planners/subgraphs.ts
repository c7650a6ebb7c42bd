import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, type GraphQLFieldResolver, parse } from 'graphql';
import { builtInVendors } from '../../../src/vendors/index.ts';

/** A subgraph of another team, as it runs in a test. */
export type RunningSubgraph = { readonly url: string; readonly typeDefs: DocumentNode; stop(): Promise<void> };

/** Call logs, which know of a number what a telephone knows: its address. */
const calls = parse(/* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@interfaceObject"])

  type Query {
    calls: [Call!]
  }
  type Call {
    id: ID!
    to: PhoneNumberRecord
  }
  type PhoneNumberRecord @key(fields: "address", resolvable: false) @interfaceObject {
    address: String!
  }
`);

/** The log of a vendor, which knows nothing but its own id of a number. Its enum has to have the values of ours. */
const vendorCalls = parse(/* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@interfaceObject"])

  type Query {
    vendorCalls: [VendorCall!]
  }
  type VendorCall {
    id: ID!
    to: PhoneNumberRecord
  }
  type PhoneNumberRecord @key(fields: "vendor vendorId", resolvable: false) @interfaceObject {
    vendor: NumberVendor!
    vendorId: ID!
  }
  enum NumberVendor {
    ${builtInVendors.map(({ name }) => name).join(' ')}
  }
`);

/** Texts, which telephone numbers alone send: it refers to that kind by name. */
const texts = parse(/* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key"])

  type Query {
    texts: [Text!]
  }
  type Text {
    id: ID!
    from: PstnNumber
  }
  type PstnNumber @key(fields: "address", resolvable: false) {
    address: String!
  }
`);

/** What each number costs, as a field of all numbers of whatever kind: nullable, so that its outage stays its own. */
const billing = parse(/* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@interfaceObject"])

  type PhoneNumberRecord @key(fields: "id") @interfaceObject {
    id: ID!
    centsPerMonth: Int
  }
`);

/** What other teams' subgraphs say of themselves, by their names. */
export const typeDefsOfOthers = { calls, 'vendor-calls': vendorCalls, texts, billing };

type Resolvers = Record<string, Record<string, GraphQLFieldResolver<unknown, unknown>>>;

async function start(typeDefs: DocumentNode, resolvers: Resolvers): Promise<RunningSubgraph> {
  const server = new ApolloServer({
    schema: buildSubgraphSchema([{ typeDefs, resolvers }]),
    plugins: [ApolloServerPluginInlineTraceDisabled()],
    stopOnTerminationSignals: false,
  });
  const { url } = await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: 0 } });
  return { url, typeDefs, stop: () => server.stop() };
}

/** One call to this address, and one to an address that nobody has. */
export function startCalls(address: string): Promise<RunningSubgraph> {
  const to = [address, '+15550000000'];
  return start(calls, { Query: { calls: () => to.map((each) => ({ id: each, to: { address: each } })) } });
}

/** One text from this address, and one from an address that nobody has. */
export function startTexts(address: string): Promise<RunningSubgraph> {
  const from = [address, '+15550000000'];
  return start(texts, { Query: { texts: () => from.map((each) => ({ id: each, from: { address: each } })) } });
}

/** One call to the number that its vendor knows by this id. */
export function startVendorCalls(to: { readonly vendor: string; readonly vendorId: string }): Promise<RunningSubgraph> {
  return start(vendorCalls, { Query: { vendorCalls: () => [{ id: 'one', to }] } });
}

export function startBilling(): Promise<RunningSubgraph> {
  return start(billing, {
    PhoneNumberRecord: { __resolveReference: (reference) => ({ ...Object(reference), centsPerMonth: 115 }) },
  });
}

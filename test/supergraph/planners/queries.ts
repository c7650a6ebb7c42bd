/** What the test knows of the numbers and agents that there are. */
export type Known = {
  readonly address: string;
  readonly vendorId: string;
  readonly agentId: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** A number whose agent nobody knows, and one whose calls go to an agent that nobody knows first. */
  readonly orphan: string;
  readonly rerouted: string;
};

type Query = {
  readonly what: string;
  readonly query: string;
  readonly variables?: (known: Known) => object;
  readonly data: (known: Known) => unknown;
  /** Planners that answer something else, and what. */
  readonly gaps?: Readonly<Record<string, string>>;
};

const NO_INTERFACE_OBJECT = 'fails for a field that another subgraph adds by `@interfaceObject`, and nulls the list';
const NO_FETCH = 'cannot plan what else is asked of a number that another subgraph refers to';
const filter = (known: Known) => ({ filter: { addresses: [known.address] } });
const listOf = (node: object) => ({ phoneNumbers: { nodes: [node] } });

/** What is asked of a supergraph of numbers, agents, calls and bills. */
export const queries: readonly Query[] = [
  {
    what: 'a list of numbers, and their agents',
    query: `query ($filter: PhoneNumberFilter) {
      phoneNumbers(filter: $filter) { nodes { ... on PhoneNumberRecord { address agent { name } } } } }`,
    variables: filter,
    data: ({ address }) => listOf({ address, agent: { name: 'Reception' } }),
  },
  {
    what: 'agents, and pages of their numbers, by variables and under other names',
    query: `query ($id: ID!, $first: Int, $filter: PhoneNumberFilter) { agent(id: $id) { name
      few: phoneNumbers(first: $first, filter: $filter) { nodes { ... on PhoneNumberRecord { address } } }
      none: phoneNumbers(first: 0, filter: $filter) { nodes { __typename } totalCount } } }`,
    variables: (known) => ({ id: known.agentId, first: 1, ...filter(known) }),
    data: ({ address }) => ({
      agent: { name: 'Reception', few: { nodes: [{ address }] }, none: { nodes: [], totalCount: 1 } },
    }),
  },
  {
    what: 'from an agent over its numbers to the agent again',
    query: `query ($id: ID!, $filter: PhoneNumberFilter) { agent(id: $id) { phoneNumbers(filter: $filter) { nodes { ... on PstnNumber { agent { name language } } } } } }`,
    variables: (known) => ({ id: known.agentId, ...filter(known) }),
    data: () => ({ agent: { phoneNumbers: { nodes: [{ agent: { name: 'Reception', language: 'en' } }] } } }),
  },
  {
    what: 'members of the union, with fragments that have names',
    query: `query ($filter: PhoneNumberFilter) { phoneNumbers(filter: $filter) { nodes { __typename ...Any ...Phone ...Desk } } }
      fragment Any on PhoneNumberRecord { address agent { ...Named } }
      fragment Phone on PstnNumber { number country }
      fragment Desk on SipNumber { uri }
      fragment Named on Agent { name }`,
    variables: filter,
    data: ({ address }) =>
      listOf({ __typename: 'PstnNumber', address, agent: { name: 'Reception' }, number: address, country: 'US' }),
  },
  {
    what: '`@include` and `@skip`',
    query: `query ($filter: PhoneNumberFilter, $yes: Boolean = true) { phoneNumbers(filter: $filter) { nodes {
      ... on PhoneNumberRecord { address @skip(if: $yes) label @include(if: $yes) agent @include(if: $yes) { id name @skip(if: $yes) } } } } }`,
    variables: filter,
    data: ({ agentId }) => listOf({ label: null, agent: { id: agentId } }),
  },
  {
    what: 'a change, and the agent of what came of it',
    query: `mutation ($input: PurchaseNumberInput!) { purchaseNumber(input: $input) {
      phoneNumber { ... on PhoneNumberRecord { agent { name } } } operation { status } userErrors { code } } }`,
    variables: ({ input }) => ({ input }),
    data: () => ({
      purchaseNumber: {
        phoneNumber: { agent: { name: 'Reception' } },
        operation: { status: 'SUCCEEDED' },
        userErrors: [],
      },
    }),
  },
  {
    what: 'an agent that the agents subgraph does not know',
    query: `query ($filter: PhoneNumberFilter) {
      phoneNumbers(filter: $filter) { nodes { ... on PhoneNumberRecord { address agent { name } } } } }`,
    variables: ({ orphan }) => ({ filter: { addresses: [orphan] } }),
    data: ({ orphan }) => listOf({ address: orphan, agent: null }),
  },
  {
    what: 'calls that go first to an agent that is gone',
    query: `query ($filter: PhoneNumberFilter) { phoneNumbers(filter: $filter) { nodes {
      ... on PhoneNumberRecord { address inboundRouting { agent { name } fallbackAgent { name } } } } } }`,
    variables: ({ rerouted }) => ({ filter: { addresses: [rerouted] } }),
    data: ({ rerouted }) =>
      listOf({ address: rerouted, inboundRouting: { agent: null, fallbackAgent: { name: 'Reception' } } }),
  },
  {
    what: 'a number by its address, from call logs',
    query: '{ calls { to { address label status agent { name } } } }',
    data: ({ address }) => ({
      calls: [{ to: { address, label: null, status: 'ACTIVE', agent: { name: 'Reception' } } }, { to: null }],
    }),
    gaps: { 'Hive Router': NO_FETCH },
  },
  {
    what: 'a number by its vendor and the vendor’s id',
    query: '{ vendorCalls { to { vendorId address agent { name } } } }',
    data: ({ address, vendorId }) => ({ vendorCalls: [{ to: { vendorId, address, agent: { name: 'Reception' } } }] }),
    gaps: { 'Hive Router': NO_FETCH },
  },
  {
    what: 'what only telephone numbers have, of a number that call logs refer to',
    query: '{ calls { to { __typename address ... on PstnNumber { number country } } } }',
    data: ({ address }) => ({
      calls: [{ to: { __typename: 'PstnNumber', address, number: address, country: 'US' } }, { to: null }],
    }),
    gaps: {
      'Hive Gateway': 'finds nothing there, unless a field that every number has is asked for as well',
      'Hive Router': 'cannot plan a fragment on one kind of number there',
    },
  },
  {
    what: 'a field that billing adds to all numbers, in a list',
    query: `query ($filter: PhoneNumberFilter) {
      phoneNumbers(filter: $filter) { nodes { ... on PhoneNumberRecord { address centsPerMonth } } } }`,
    variables: filter,
    data: ({ address }) => listOf({ address, centsPerMonth: 115 }),
    gaps: { 'Hive Gateway': NO_INTERFACE_OBJECT },
  },
  {
    what: 'the same, of a number that call logs refer to',
    query: '{ vendorCalls { to { vendorId centsPerMonth address } } }',
    data: ({ address, vendorId }) => ({ vendorCalls: [{ to: { vendorId, centsPerMonth: 115, address } }] }),
  },
];

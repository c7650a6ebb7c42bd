/** What the test knows of the numbers and agents that there are. */
export type Known = {
  readonly address: string;
  readonly vendorId: string;
  readonly agentId: string;
  /** Of all agents of the vendors, in the order of these. */
  readonly agentNames: readonly string[];
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
  /** A subgraph that is not in the supergraph: planners find it harder where it is. */
  readonly without?: 'billing';
  /** A part of what planners answer that have an error besides, or answer something else. */
  readonly flaws?: Readonly<Record<string, string>>;
};

/** What a test says in the place of a planner that never does. */
export const NO_ANSWER = 'no answer';
const NO_NAME = 'Cannot return null for non-nullable field Agent.name.';
const NOT_FOUND = 'was resolved to a non-object type';
const MANY_PARENTS = 'Failed to plan query: failed to build fetch graph: Expected a single parent, but the FetchStep';
const filter = (known: Known) => ({ filter: { addresses: [known.address] } });
const listOf = (node: object) => ({ phoneNumbers: { nodes: [node] } });

/** What another subgraph, which refers to a number, lets be asked of it. */
const byAddress = {
  query: '{ calls { to { address label status agent { name } } } }',
  data: ({ address }: Known) => ({
    calls: [{ to: { address, label: null, status: 'ACTIVE', agent: { name: 'Reception' } } }, { to: null }],
  }),
};
const byVendorId = {
  query: '{ vendorCalls { to { vendorId address agent { name } } } }',
  data: ({ address, vendorId }: Known) => ({
    vendorCalls: [{ to: { vendorId, address, agent: { name: 'Reception' } } }],
  }),
};
const ofOneKind = {
  query: '{ vendorCalls { to { __typename vendorId ... on PstnNumber { number country } } } }',
  data: ({ address, vendorId }: Known) => ({
    vendorCalls: [{ to: { __typename: 'PstnNumber', vendorId, number: address, country: 'US' } }],
  }),
};

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
    flaws: { 'Hive Gateway': NO_NAME },
  },
  {
    what: 'calls that go first to an agent that is gone',
    query: `query ($filter: PhoneNumberFilter) { phoneNumbers(filter: $filter) { nodes {
      ... on PhoneNumberRecord { address inboundRouting { agent { name } fallbackAgent { name } } } } } }`,
    variables: ({ rerouted }) => ({ filter: { addresses: [rerouted] } }),
    data: ({ rerouted }) =>
      listOf({ address: rerouted, inboundRouting: { agent: null, fallbackAgent: { name: 'Reception' } } }),
    flaws: { 'Hive Gateway': NO_NAME },
  },
  {
    what: 'a number by its address, from call logs',
    ...byAddress,
    without: 'billing',
    flaws: { 'Hive Gateway': NOT_FOUND },
  },
  { what: 'a number by its vendor and the vendor’s id', ...byVendorId, without: 'billing' },
  {
    what: 'what only telephone numbers have, of a number that call logs refer to',
    ...ofOneKind,
    without: 'billing',
    flaws: { 'Hive Gateway': NOT_FOUND },
  },
  {
    what: 'a number by its address, where billing adds a field to all numbers',
    ...byAddress,
    flaws: { 'Hive Gateway': NOT_FOUND, 'Hive Router': MANY_PARENTS },
  },
  {
    what: 'a number by its vendor and the vendor’s id, there',
    ...byVendorId,
    flaws: { 'Hive Router': MANY_PARENTS },
  },
  {
    what: 'what only telephone numbers have, there',
    ...ofOneKind,
    flaws: {
      'Hive Gateway': NOT_FOUND,
      'Hive Router': 'Failed to plan query: walker failed to locate path: No paths found for selection item: number',
    },
  },
  {
    what: 'a telephone number by its address, from texts, which refer to `PstnNumber`, there',
    query: '{ texts { from { address label number agent { name } } } }',
    data: ({ address }) => ({
      texts: [{ from: { address, label: null, number: address, agent: { name: 'Reception' } } }, { from: null }],
    }),
    flaws: { 'Hive Gateway': 'Cannot return null for non-nullable field PstnNumber.number.' },
  },
  {
    what: 'the field that billing adds, in a list',
    query: `query ($filter: PhoneNumberFilter) {
      phoneNumbers(filter: $filter) { nodes { ... on PhoneNumberRecord { address centsPerMonth } } } }`,
    variables: filter,
    data: ({ address }) => listOf({ address, centsPerMonth: 115 }),
    flaws: { 'Hive Gateway': '"centsPerMonth":null' },
  },
  {
    what: 'the field that billing adds, of a number that call logs refer to',
    query: '{ vendorCalls { to { vendorId centsPerMonth address } } }',
    data: ({ address, vendorId }) => ({ vendorCalls: [{ to: { vendorId, centsPerMonth: 115, address } }] }),
  },
  {
    what: 'the field that billing adds, of a telephone number that texts refer to',
    query: '{ texts { from { address centsPerMonth } } }',
    data: ({ address }) => ({
      texts: [{ from: { address, centsPerMonth: 115 } }, { from: { address: '+15550000000', centsPerMonth: null } }],
    }),
    flaws: { 'Hive Gateway': NO_ANSWER },
  },
];

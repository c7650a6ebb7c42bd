import type { Known } from './queries.ts';

type Outage = {
  readonly what: string;
  /** Those that do not answer. */
  readonly silent: readonly string[];
  readonly query: string;
  readonly data: (known: Known) => unknown;
};

const numbers = (fields: string) =>
  `phoneNumbers(filter: $filter) { nodes { ... on PhoneNumberRecord { address ${fields} } } }`;
const OF_AGENTS = 'agents { name }';
const agentsOf = ({ agentNames }: Known) => agentNames.map((name) => ({ name }));
const listOf = (node: object) => ({ phoneNumbers: { nodes: [node] } });

/** What is asked while one of the subgraphs does not answer, and what the others know of it. */
export const outages: readonly Outage[] = [
  {
    what: 'this subgraph: agents, their numbers, and lists beside them',
    silent: ['phone-numbers'],
    query: `{ agents { name phoneNumbers(first: 1) { totalCount } } phoneNumbers { totalCount } numberVendors { title } }`,
    data: (known) => ({
      agents: agentsOf(known).map((agent) => ({ ...agent, phoneNumbers: null })),
      phoneNumbers: null,
      numberVendors: null,
    }),
  },
  {
    what: 'this subgraph: agents, and texts that refer to numbers',
    silent: ['phone-numbers'],
    query: `{ ${OF_AGENTS} texts { id from { status } } }`,
    data: (known) => ({
      agents: agentsOf(known),
      texts: [known.address, '+15550000000'].map((id) => ({ id, from: null })),
    }),
  },
  {
    what: 'agents: numbers, their agents, and agents beside them',
    silent: ['agents'],
    query: `query ($filter: PhoneNumberFilter) { ${OF_AGENTS} ${numbers('agent { name }')} }`,
    data: ({ address }) => ({ agents: null, ...listOf({ address, agent: null }) }),
  },
  {
    what: 'billing: numbers, and the field that it adds',
    silent: ['billing'],
    query: `query ($filter: PhoneNumberFilter) { ${OF_AGENTS} ${numbers('label centsPerMonth')} }`,
    data: (known) => ({
      agents: agentsOf(known),
      ...listOf({ address: known.address, label: null, centsPerMonth: null }),
    }),
  },
  {
    what: 'calls and texts: numbers, and logs beside them',
    silent: ['calls', 'vendor-calls', 'texts'],
    query: `query ($filter: PhoneNumberFilter) { ${numbers('agent { name }')} calls { id } vendorCalls { id } texts { id } }`,
    data: ({ address }) => ({
      ...listOf({ address, agent: { name: 'Reception' } }),
      calls: null,
      vendorCalls: null,
      texts: null,
    }),
  },
];

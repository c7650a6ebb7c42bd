import { toNumberId } from '../../src/domain/number-id.ts';
import { agentIdAt, FILLED_VENDOR, isSipAt, vendorIdAt } from './numbers.ts';

/** Requests that are sent in turns, as JSON texts. */
export type Workload = {
  readonly name: WorkloadName;
  readonly title: string;
  readonly bodies: readonly string[];
  /** How many are sent in a round. */
  readonly perRound: number;
};

export type WorkloadName = 'List' | 'Entities' | 'Agents' | 'Typename' | 'Number';

/** How many numbers the store has. */
export const STORE_SIZE = 10_000;

const COMMON = `id vendor vendorId address label status agent { id }
  inboundRouting { agent { id } fallbackAgent { id } voicemailMessage }
  acquisition locked createdAt updatedAt syncedAt`;
const NUMBER = `__typename ... on PhoneNumberRecord { ${COMMON} }
  ... on PstnNumber { number country carrier smsCapable
    trunk { terminationUri inboundTrunkId outboundTrunkId dispatchRuleId } }
  ... on SipNumber { username uri }`;
const PAGE = `nodes { ${NUMBER} } pageInfo { hasNextPage endCursor }`;

const LIST = `query List { phoneNumbers(first: 100) { ${PAGE} } }`;
const ENTITIES = `query Entities($representations: [_Any!]!) { _entities(representations: $representations) { ${NUMBER} } }`;
const AGENTS = `query Agents($representations: [_Any!]!) { _entities(representations: $representations) {
  ... on Agent { id phoneNumbers(first: 10) { ${PAGE} } } } }`;
const ONE = `query Number($id: ID!) { phoneNumber(id: $id) { ${NUMBER} } }`;

/** Different requests of a workload, so that nobody answers by the last answer. */
const VARIANTS = 20;

/** What is asked without any vendor: each contender answers from the same store. */
export const workloads: readonly Workload[] = [
  { name: 'List', title: '`phoneNumbers(first: 100)`, all fields', bodies: [toBody('List', LIST)], perRound: 200 },
  {
    name: 'Entities',
    title: '`_entities`, 100 mixed',
    bodies: variants((from) =>
      toBody('Entities', ENTITIES, { representations: fill(100, (index) => numberAt(from * 37 + index * 89)) }),
    ),
    perRound: 200,
  },
  {
    name: 'Agents',
    title: '50 agents × `phoneNumbers(first: 10)` in one `_entities`',
    bodies: variants((from) =>
      toBody('Agents', AGENTS, { representations: fill(50, (index) => agentAt(from * 11 + index)) }),
    ),
    perRound: 100,
  },
  {
    name: 'Typename',
    title: '`{ __typename }`',
    bodies: [toBody('Typename', 'query Typename { __typename }')],
    perRound: 2_000,
  },
  {
    name: 'Number',
    title: '`phoneNumber(id)`',
    bodies: variants((from) => toBody('Number', ONE, { id: idAt(from * 389) })),
    perRound: 1_500,
  },
];

function toBody(operationName: WorkloadName, query: string, variables: object = {}): string {
  return JSON.stringify({ operationName, query, variables });
}

function variants(make: (from: number) => string): string[] {
  return fill(VARIANTS, make);
}

function fill<Item>(length: number, make: (index: number) => Item): Item[] {
  return Array.from({ length }, (_, index) => make(index));
}

function idAt(index: number): string {
  return toNumberId(FILLED_VENDOR, vendorIdAt(index % STORE_SIZE));
}

function numberAt(index: number) {
  return { __typename: isSipAt(index % STORE_SIZE) ? 'SipNumber' : 'PstnNumber', id: idAt(index) };
}

function agentAt(index: number) {
  return { __typename: 'Agent', id: agentIdAt(index) };
}

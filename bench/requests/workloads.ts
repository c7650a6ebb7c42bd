import { toNumberId } from '../../src/domain/number-id.ts';
import { AGENTS, NUMBERS, numberOf } from './numbers.ts';

/** One thing that is asked again and again, and how much of Apollo Server's processor time the service takes for it at most. */
export type Workload = {
  readonly name: string;
  /** By which a server that knows no GraphQL tells what is asked. */
  readonly operation: string;
  readonly query: string;
  readonly variables: Record<string, unknown>;
  /** Requests in a round. */
  readonly requests: number;
  readonly ofApollo: number;
};

const NUMBER = `__typename
  ... on PhoneNumberRecord { id vendor vendorId address label status agent { id }
    inboundRouting { agent { id } fallbackAgent { id } voicemailMessage } acquisition locked createdAt updatedAt syncedAt }
  ... on PstnNumber { number country carrier smsCapable
    trunk { terminationUri inboundTrunkId outboundTrunkId dispatchRuleId } }
  ... on SipNumber { username uri }`;

const someNumbers = Array.from({ length: 100 }, (_, index) => numberOf((index * 97) % NUMBERS));
const someAgents = Array.from({ length: 50 }, (_, index) => `agent-${index % AGENTS}`);

export const workloads: readonly Workload[] = [
  {
    name: 'a list of 100, all fields',
    operation: 'List',
    query: `query List { phoneNumbers(first: 100) { nodes { ${NUMBER} } pageInfo { hasNextPage hasPreviousPage } } }`,
    variables: {},
    requests: 200,
    ofApollo: 0.33,
  },
  {
    name: '100 references, mixed',
    operation: 'References',
    query: `query References($representations: [_Any!]!) { _entities(representations: $representations) { ${NUMBER} } }`,
    variables: {
      representations: someNumbers.map(({ vendor, vendorId, kind }) => ({
        __typename: kind === 'SIP' ? 'SipNumber' : 'PstnNumber',
        id: toNumberId(vendor, vendorId),
      })),
    },
    requests: 200,
    ofApollo: 0.32,
  },
  {
    name: '50 agents, 10 numbers each',
    operation: 'Agents',
    query: `query Agents($representations: [_Any!]!) { _entities(representations: $representations) {
      ... on Agent { id phoneNumbers(first: 10) { nodes { ${NUMBER} } pageInfo { hasNextPage hasPreviousPage } } } } }`,
    variables: { representations: someAgents.map((id) => ({ __typename: 'Agent', id })) },
    requests: 60,
    ofApollo: 0.3,
  },
  {
    name: '{ __typename }',
    operation: 'Typename',
    query: 'query Typename { __typename }',
    variables: {},
    requests: 1_500,
    ofApollo: 1,
  },
  {
    name: 'one number by its id',
    operation: 'One',
    query: `query One($id: ID!) { phoneNumber(id: $id) { ${NUMBER} } }`,
    variables: { id: toNumberId(numberOf(7).vendor, numberOf(7).vendorId) },
    requests: 1_200,
    ofApollo: 1,
  },
];

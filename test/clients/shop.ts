import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery, printSchema } from 'graphql';
import { type Answer, startTestApp, type TestApp } from '../support/test-app.ts';

/** A service for a client to buy from, and what the client is told of its schema. */
export type Shop = {
  readonly app: TestApp;
  readonly endpoint: string;
  readonly introspection: IntrospectionQuery;
  /** The same as SDL, as tools of clients read it. */
  readonly sdl: string;
};

/** Starts a service, and asks it for its schema as tools of clients do. */
export async function openShop(): Promise<Shop> {
  const app = await startTestApp();
  const { data }: Answer & { data: IntrospectionQuery } = await app.graphql(getIntrospectionQuery());
  return { app, endpoint: `${app.url}/graphql`, introspection: data, sdl: printSchema(buildClientSchema(data)) };
}

/** All that both kinds of numbers have. */
export const recordFields = `fragment RecordFields on PhoneNumberRecord {
  id vendor vendorId address label status acquisition locked createdAt updatedAt syncedAt agent { __typename id }
  inboundRouting { __typename agent { __typename id } fallbackAgent { __typename id } voicemailMessage }
}`;

const pstnFields =
  '... on PstnNumber { number country carrier smsCapable trunk { __typename terminationUri inboundTrunkId } }';

/** Buys a number, and asks for all that there is to know of it. */
export const purchase = `mutation Purchase($input: PurchaseNumberInput!) {
  purchaseNumber(input: $input) {
    replayed
    operation { id status }
    userErrors { code message }
    phoneNumber { __typename ...RecordFields ${pstnFields} }
  }
}
${recordFields}`;

/** All that the service itself says of a number: what a client should show. */
export async function readNumber({ app }: Shop, id: string): Promise<Record<string, unknown>> {
  const query = `query Read($id: ID!) { phoneNumber(id: $id) { __typename ...RecordFields ${pstnFields} } } ${recordFields}`;
  const { data } = await app.graphql(query, { id });
  return data.phoneNumber;
}

/** One page of all numbers, and one page of the numbers of a number's agent. */
export const pages = `query Pages($after: String, $id: ID!, $afterOfAgent: String) {
  phoneNumbers(first: 2, after: $after) {
    totalCount edges { cursor node { __typename ...RecordFields } } pageInfo { hasNextPage endCursor }
  }
  phoneNumber(id: $id) {
    __typename
    ...RecordFields
    ... on PhoneNumberRecord {
      agent { id phoneNumbers(first: 1, after: $afterOfAgent) {
        totalCount edges { cursor node { __typename ...RecordFields } } pageInfo { hasNextPage endCursor }
      } }
    }
  }
}
${recordFields}`;

/** What `pages` answers, as far as tests look at it. */
export type Pages = {
  readonly phoneNumbers: Page;
  readonly phoneNumber: { readonly agent: { readonly phoneNumbers: Page } };
};
type Page = {
  readonly totalCount: number;
  readonly edges: readonly { readonly node: Record<string, unknown> }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
};

/** What `purchase` answers, as far as tests look at it. */
export type Purchased = {
  readonly purchaseNumber: {
    readonly phoneNumber: Record<string, unknown> & { readonly id: string };
    readonly userErrors: readonly unknown[];
  };
};

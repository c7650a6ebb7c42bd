/* eslint-disable */
import * as types from './graphql.ts';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "query Vendors {\n  numberVendors {\n    vendor\n    title\n    capabilities\n    rules {\n      agentRequired\n      agentIdPattern\n      areaCode\n    }\n  }\n}\n\nquery Numbers($first: Int!, $after: String, $maxAge: Int) {\n  phoneNumbers(first: $first, after: $after, maxAge: $maxAge) {\n    totalCount\n    nodes {\n      ...NumberRow\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    outages {\n      vendor\n      since\n    }\n    refreshing\n  }\n}\n\nfragment NumberRow on PhoneNumberRecord {\n  id\n  vendor\n  address\n  label\n  status\n  agent {\n    id\n  }\n  syncedAt\n}\n\nmutation Purchase($input: PurchaseNumberInput!) {\n  purchaseNumber(input: $input) {\n    operation {\n      ...PurchaseOperation\n    }\n    userErrors {\n      ...Trouble\n    }\n  }\n}\n\nquery Outcome($idempotencyKey: IdempotencyKey!) {\n  numberOperation(idempotencyKey: $idempotencyKey) {\n    ...PurchaseOperation\n  }\n}\n\nfragment PurchaseOperation on NumberOperation {\n  status\n  phoneNumber {\n    ... on PhoneNumberRecord {\n      address\n    }\n  }\n  userErrors {\n    ...Trouble\n  }\n}\n\nfragment Trouble on NumberUserError {\n  code\n  message\n  field\n  retryable\n  suggestions\n}": typeof types.VendorsDocument,
};
const documents: Documents = {
    "query Vendors {\n  numberVendors {\n    vendor\n    title\n    capabilities\n    rules {\n      agentRequired\n      agentIdPattern\n      areaCode\n    }\n  }\n}\n\nquery Numbers($first: Int!, $after: String, $maxAge: Int) {\n  phoneNumbers(first: $first, after: $after, maxAge: $maxAge) {\n    totalCount\n    nodes {\n      ...NumberRow\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    outages {\n      vendor\n      since\n    }\n    refreshing\n  }\n}\n\nfragment NumberRow on PhoneNumberRecord {\n  id\n  vendor\n  address\n  label\n  status\n  agent {\n    id\n  }\n  syncedAt\n}\n\nmutation Purchase($input: PurchaseNumberInput!) {\n  purchaseNumber(input: $input) {\n    operation {\n      ...PurchaseOperation\n    }\n    userErrors {\n      ...Trouble\n    }\n  }\n}\n\nquery Outcome($idempotencyKey: IdempotencyKey!) {\n  numberOperation(idempotencyKey: $idempotencyKey) {\n    ...PurchaseOperation\n  }\n}\n\nfragment PurchaseOperation on NumberOperation {\n  status\n  phoneNumber {\n    ... on PhoneNumberRecord {\n      address\n    }\n  }\n  userErrors {\n    ...Trouble\n  }\n}\n\nfragment Trouble on NumberUserError {\n  code\n  message\n  field\n  retryable\n  suggestions\n}": types.VendorsDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Vendors {\n  numberVendors {\n    vendor\n    title\n    capabilities\n    rules {\n      agentRequired\n      agentIdPattern\n      areaCode\n    }\n  }\n}\n\nquery Numbers($first: Int!, $after: String, $maxAge: Int) {\n  phoneNumbers(first: $first, after: $after, maxAge: $maxAge) {\n    totalCount\n    nodes {\n      ...NumberRow\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    outages {\n      vendor\n      since\n    }\n    refreshing\n  }\n}\n\nfragment NumberRow on PhoneNumberRecord {\n  id\n  vendor\n  address\n  label\n  status\n  agent {\n    id\n  }\n  syncedAt\n}\n\nmutation Purchase($input: PurchaseNumberInput!) {\n  purchaseNumber(input: $input) {\n    operation {\n      ...PurchaseOperation\n    }\n    userErrors {\n      ...Trouble\n    }\n  }\n}\n\nquery Outcome($idempotencyKey: IdempotencyKey!) {\n  numberOperation(idempotencyKey: $idempotencyKey) {\n    ...PurchaseOperation\n  }\n}\n\nfragment PurchaseOperation on NumberOperation {\n  status\n  phoneNumber {\n    ... on PhoneNumberRecord {\n      address\n    }\n  }\n  userErrors {\n    ...Trouble\n  }\n}\n\nfragment Trouble on NumberUserError {\n  code\n  message\n  field\n  retryable\n  suggestions\n}"): typeof import('./graphql.ts').VendorsDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

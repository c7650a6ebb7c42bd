import { edgesOf, nodesOf, pageInfoOf } from '../connections.ts';
import type { PhoneNumberConnectionResolvers } from '../generated/types.ts';

export const PhoneNumberConnection: PhoneNumberConnectionResolvers = {
  edges: edgesOf,
  nodes: nodesOf,
  pageInfo: pageInfoOf,
  totalCount: (page) => page.total(),
};

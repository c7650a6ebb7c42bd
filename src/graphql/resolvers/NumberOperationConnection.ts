import { edgesOf, nodesOf, pageInfoOf } from '../connections.ts';
import type { NumberOperationConnectionResolvers } from '../generated/types.ts';

export const NumberOperationConnection: NumberOperationConnectionResolvers = {
  edges: edgesOf,
  nodes: nodesOf,
  pageInfo: pageInfoOf,
  totalCount: (page) => page.total(),
};

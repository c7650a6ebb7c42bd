import { edgesOf, nodesOf, pageInfoOf } from '../connections.ts';
import type { NumberDriftConnectionResolvers } from '../generated/types.ts';

export const NumberDriftConnection: NumberDriftConnectionResolvers = {
  edges: edgesOf,
  nodes: nodesOf,
  pageInfo: pageInfoOf,
  totalCount: (page) => page.total(),
};

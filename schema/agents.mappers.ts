/** All that is kept of an agent: the agents subgraph owns the rest. */
export type AgentMapper = { readonly id: string };

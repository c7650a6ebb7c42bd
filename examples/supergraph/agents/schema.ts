import { parse } from 'graphql';

/** What the agents subgraph contributes. */
export const typeDefs = parse(/* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key"])

  type Query {
    """
    All agents, of every vendor. Null where they cannot be read, so that what others know is answered all the same.
    """
    agents: [Agent!]
    """
    One agent by its id, or null if there is none.
    """
    agent("The \`id\` of an \`Agent\`." id: ID!): Agent
  }

  # Agent and its id are described by the phone numbers subgraph. Composition complains about two descriptions of one
  # thing, and shows either.
  type Agent @key(fields: "id") {
    id: ID!
    "What people call the agent, e.g. \`Reception\`."
    name: String!
    "The language the agent speaks, as an ISO 639-1 code, e.g. \`en\`."
    language: String!
  }
`);

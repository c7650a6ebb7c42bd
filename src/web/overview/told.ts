const { mode, asks, graphiql } = document.documentElement.dataset;

/** What the service writes into the page itself, so that it is right before anybody has signed in. */
export const told = {
  /** Whether the vendors are real ones. Where nobody says, money may be spent. */
  mode: mode === 'sandbox' ? 'sandbox' : 'live',
  /** Whether callers have to show a secret or a token. */
  asksWhoCalls: asks === 'yes',
  /** Whether there is a GraphiQL to link to. */
  hasGraphiql: graphiql === 'yes',
} as const;

import type { createGatewayRuntime } from '@graphql-hive/gateway-runtime';

type Gateway = Pick<ReturnType<typeof createGatewayRuntime>, 'fetch'>;

/** Asks a gateway that runs in this process, as a client would. Gives its answer as it is. */
export async function askGateway(gateway: Gateway, query: string, variables: object = {}) {
  const response = await gateway.fetch('http://gateway.test/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
}

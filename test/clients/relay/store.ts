import {
  ConnectionHandler,
  commitMutation,
  createOperationDescriptor,
  Environment,
  fetchQuery,
  type GraphQLResponse,
  getPaginationMetadata,
  getPaginationVariables,
  getSingularSelector,
  Network,
  RecordSource,
  ROOT_ID,
  Store,
  type Variables,
} from 'relay-runtime';

/** Loosely typed: Relay types what it generates, which is made anew for each test. */
type Shown = ReturnType<typeof JSON.parse>;
/** Gives what Relay's compiler has made of a query, a mutation or a fragment, by its name. */
type Artifacts = (name: string) => Shown;

/** Opens a store of Relay's, which asks at this address. */
export function openRelay(endpoint: string, artifacts: Artifacts) {
  const environment = new Environment({
    store: new Store(new RecordSource()),
    network: Network.create(async ({ text }, variables): Promise<GraphQLResponse> => {
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: text, variables }),
      });
      return response.json();
    }),
  });

  /** What the store has of a fragment that is spread into `part`. */
  function read(fragment: string, part: unknown): Shown {
    const selector = getSingularSelector(artifacts(fragment), part);
    if (!selector) throw new Error(`Nothing has a ${fragment}.`);
    const { data, isMissingData } = environment.lookup(selector);
    if (isMissingData) throw new Error(`The store lacks a part of ${fragment}.`);
    return data;
  }

  /** Asks, and gives what the store then has of it. */
  async function ask(query: string | object, variables: Variables): Promise<Shown> {
    const request = typeof query === 'string' ? artifacts(query) : query;
    await fetchQuery(environment, request, variables, { fetchPolicy: 'network-only' }).toPromise();
    return environment.lookup(createOperationDescriptor(request, variables).fragment).data;
  }

  /**
   * A list that grows, by a fragment on `Query` that can be refetched: what `usePaginationFragment` does, with the same functions,
   * and without React.
   */
  async function openList(query: string, fragment: string, variables: Variables) {
    const { paginationRequest, paginationMetadata } = getPaginationMetadata(artifacts(fragment), 'a list');
    let shown = { request: artifacts(query), variables };
    const show = () => {
      const { fragment: root } = createOperationDescriptor(shown.request, shown.variables);
      return read(fragment, environment.lookup(root).data);
    };
    await ask(query, variables);
    return {
      show,
      async loadNext(count: number, cursor: string) {
        const next = getPaginationVariables('forward', count, cursor, shown.variables, {}, paginationMetadata);
        await ask(paginationRequest, next);
      },
      async refetch(changes: Variables) {
        const again = { ...shown.variables, ...changes };
        await ask(paginationRequest, again);
        shown = { request: paginationRequest, variables: again };
      },
    };
  }

  /** Changes something. `connections` are the lists that take it in. */
  function change(mutation: string, variables: Variables): Promise<Shown> {
    return new Promise((onCompleted, onError) => {
      commitMutation(environment, { mutation: artifacts(mutation), variables, onCompleted, onError });
    });
  }

  /** The id of a list of the root, for `connections`. */
  const idOfList = (key: string, filters: object) => ConnectionHandler.getConnectionID(ROOT_ID, key, filters);

  return { read, ask, openList, change, idOfList };
}

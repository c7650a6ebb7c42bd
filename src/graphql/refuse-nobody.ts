import { type DocumentNode, GraphQLError, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import { gatewayAlone, type Sender } from './context.ts';

/** What a supergraph is composed of, and whether there is a service at all. */
const FOR_GATEWAYS = new Set(['_service', '__typename']);

/** Refuses what a gateway asks on nobody's behalf, but for what it needs to compose its supergraph. */
export function refuseNobody(
  sender: Sender,
  { document, operation }: { readonly document: DocumentNode; readonly operation?: OperationDefinitionNode },
): void {
  if (sender !== gatewayAlone || !operation) return;
  const isForGateways = (selections: SelectionSetNode): boolean =>
    selections.selections.every((selection) => {
      if (selection.kind === Kind.FIELD) return FOR_GATEWAYS.has(selection.name.value);
      if (selection.kind === Kind.INLINE_FRAGMENT) return isForGateways(selection.selectionSet);
      const { value: name } = selection.name;
      const fragment = document.definitions.find(
        (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name,
      );
      return fragment?.kind === Kind.FRAGMENT_DEFINITION && isForGateways(fragment.selectionSet);
    });
  if (isForGateways(operation.selectionSet)) return;
  throw new GraphQLError(
    'The request has no token: the gateway has to pass on the header Authorization of its caller.',
    {
      extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } },
    },
  );
}

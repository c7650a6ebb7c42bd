import {
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type NamedTypeNode,
  type SelectionSetNode,
} from 'graphql';

/** Reads what selections of a document ask of objects; `@skip` and `@include` are not looked at. */
export type Selections = {
  /** What is asked of an object of this type. As in an execution, a fragment counts once however often it is spread. */
  fieldsOf(set: SelectionSetNode, type: GraphQLObjectType): Iterable<FieldNode>;
  /** The types that an object may be of. */
  possibleTypes(type: GraphQLCompositeType): readonly GraphQLObjectType[];
};

export function readSelections(schema: GraphQLSchema, document: DocumentNode): Selections {
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );

  function* fieldsOf(set: SelectionSetNode, type: GraphQLObjectType, seen = new Set<string>()): Generator<FieldNode> {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        yield selection;
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        if (applies(selection.typeCondition, type)) yield* fieldsOf(selection.selectionSet, type, seen);
      } else {
        const fragment = fragments.get(selection.name.value);
        if (!fragment || seen.has(selection.name.value)) continue;
        seen.add(selection.name.value);
        if (applies(fragment.typeCondition, type)) yield* fieldsOf(fragment.selectionSet, type, seen);
      }
    }
  }

  function applies(condition: NamedTypeNode | undefined, type: GraphQLObjectType): boolean {
    const wanted = condition && schema.getType(condition.name.value);
    return !wanted || wanted === type || (isAbstractType(wanted) && schema.isSubType(wanted, type));
  }

  return {
    fieldsOf: (set, type) => fieldsOf(set, type),
    possibleTypes: (type) => (isAbstractType(type) ? schema.getPossibleTypes(type) : [type]),
  };
}

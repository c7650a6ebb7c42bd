import {
  BREAK,
  type DocumentNode,
  type FragmentSpreadNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  type InlineFragmentNode,
  isCompositeType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { readSelections } from './selections.ts';

/** Half a MB of code, which takes some ten ms to compile. All fields of a list of numbers are 60. */
const MAX_FIELDS = 400;
/** What fails is executed a second time, and this would be another call. */
const CALLS_A_VENDOR = 'availableNumbers';
/** In code that makes an object, this is its prototype. */
const NO_MEMBER = '__proto__';

type Place = { readonly schema: GraphQLSchema; readonly document: DocumentNode };

/**
 * For how many fields code would be made of an operation. Null where it must not be compiled: it must not be executed twice, or
 * what is compiled of it would be too large, or would do something else than graphql-js. Where it would, a comparison of random
 * queries has found.
 */
export function countCompiled(operation: OperationDefinitionNode, { schema, document }: Place): number | null {
  const { isPlain, hasConditions } = readDocument(document);
  if (!isPlain) return null;
  const { fields, hasRepeats } = countFields(operation, { schema, document });
  // A field that is skipped where it is asked for first does not stand there.
  return fields > MAX_FIELDS || (hasConditions && hasRepeats) ? null : fields;
}

/** `isPlain`: nothing stands in it that is compiled to something else than it means. `hasConditions`: fields may be skipped. */
function readDocument(document: DocumentNode): { isPlain: boolean; hasConditions: boolean } {
  const found = { isPlain: true, hasConditions: false };
  const refuse = () => {
    found.isPlain = false;
    return BREAK;
  };
  // A field of a fragment is skipped in all its places, or in none.
  const refuseConditions = ({ directives = [] }: FragmentSpreadNode | InlineFragmentNode) =>
    directives.length > 0 ? refuse() : undefined;
  visit(document, {
    Field({ name, alias, directives = [] }) {
      found.hasConditions ||= directives.length > 0;
      return name.value === CALLS_A_VENDOR || alias?.value === NO_MEMBER ? refuse() : undefined;
    },
    FragmentSpread: refuseConditions,
    InlineFragment: refuseConditions,
    // A variable within a value is not filled in as it should be.
    Variable(_node, _key, parent) {
      const isInValue = parent !== undefined && (!('kind' in parent) || parent.kind === Kind.OBJECT_FIELD);
      return isInValue ? refuse() : undefined;
    },
  });
  return found;
}

/**
 * For how many fields there would be code: a field counts for each type that the object it is asked of may have, and so do
 * the fields in it. `hasRepeats`: one is asked for more than once.
 */
function countFields(
  operation: OperationDefinitionNode,
  { schema, document }: Place,
): { fields: number; hasRepeats: boolean } {
  const { fieldsOf, possibleTypes } = readSelections(schema, document);
  const known = new Map<SelectionSetNode, Map<GraphQLObjectType, number>>();
  let hasRepeats = false;

  function countIn(set: SelectionSetNode, type: GraphQLObjectType): number {
    const counts = known.get(set) ?? new Map<GraphQLObjectType, number>();
    known.set(set, counts);
    const before = counts.get(type);
    if (before !== undefined) return before;
    const keys = new Set<string>();
    let fields = 0;
    for (const { name, alias, selectionSet } of fieldsOf(set, type)) {
      const key = (alias ?? name).value;
      hasRepeats ||= keys.has(key);
      keys.add(key);
      fields += 1;
      const field = type.getFields()[name.value];
      const inner = field && getNamedType(field.type);
      if (!selectionSet || !isCompositeType(inner)) continue;
      for (const possible of possibleTypes(inner)) fields += countIn(selectionSet, possible);
    }
    counts.set(type, fields);
    return fields;
  }

  const root = schema.getRootType(operation.operation);
  return { fields: root ? countIn(operation.selectionSet, root) : Number.POSITIVE_INFINITY, hasRepeats };
}

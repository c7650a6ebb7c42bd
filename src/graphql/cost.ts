import {
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isListType,
  isObjectType,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
} from 'graphql';
import { MAX_BULK_ITEMS } from '../domain/bulk.ts';
import { membersOf, WEIGHT_OF_ADDRESS, weighArguments } from './arguments.ts';
import { sizeOfPage } from './connections.ts';
import { typenameOf } from './entities.ts';
import { itemsOf } from './inputs.ts';
import { isByAddress } from './references.ts';
import { readSelections } from './selections.ts';

/** What a number or an operation of a page weighs, in values, whatever is asked of it. */
const WEIGHT_OF_ITEM = 10;
/** Each is looked up and answered by itself. */
const WEIGHT_OF_REPRESENTATION = 20;
/** A field that is asked for again under another name: of long texts, that would make an answer of whatever size. */
const WEIGHT_OF_REPEAT = 10;
/** A cost of 1 is an item, as in the estimates of gateways, or that many values. */
const VALUES_PER_COST = 10;
/** Lists that nobody cuts, such as the errors of an operation, are short. */
const LENGTH_OF_LIST = 10;
/** The fields of a page, or of a bulk, that hold its items. */
const itemFields = new Set(['nodes', 'edges', 'items']);

/** Counts what selections of a document ask for at most; `@skip` and `@include` are not looked at. */
export type Count = {
  /** What an operation asks for, each under another name or alias. */
  rootFields(set: SelectionSetNode, type: GraphQLObjectType): readonly RootField[];
  /**
   * One for each item, and a tenth for each field, times the pages it stands in. Throws what `tooDeep` makes where fields
   * nest deeper than `maxDepth`, and `BAD_USER_INPUT` where an argument of a read is larger than anybody needs.
   */
  costOf(set: SelectionSetNode, type: GraphQLObjectType): number;
  /**
   * How often, of what `costOf` has been asked for, the lists of agents are filtered: each time, all
   * numbers of all agents that it stands in may have to be looked through.
   */
  agentScans(): number;
};

/** A field of an operation. Without the arguments it needs, it has none and is nothing but an error. */
export type RootField = {
  readonly name: string;
  readonly args: Variables;
  /** Whether it asks what it gets for a field of this name. */
  readonly asksFor: (field: string) => boolean;
};

type CountSettings = {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  /** As the operation declares them: coerced, and with their defaults. */
  readonly variables: Variables;
  readonly maxDepth: number;
  readonly tooDeep: () => Error;
};
type Variables = Readonly<Record<string, unknown>>;
/** How many items there are if it is a page, and how many fields it stands in. */
type Place = { readonly size: number; readonly depth: number };

/** Made for one request: it remembers what it has counted. */
export function createCount({ schema, document, variables, maxDepth, tooDeep }: CountSettings): Count {
  const { fieldsOf, possibleTypes } = readSelections(schema, document);
  // Fragments within fragments may be used in more ways than there is time to follow.
  const known = new Map<SelectionSetNode, Map<string, number>>();
  const agentScans = new Set<FieldNode>();

  function weightOfObject(set: SelectionSetNode, type: GraphQLObjectType, place: Place): number {
    if (place.depth > maxDepth) throw tooDeep();
    const weights = known.get(set) ?? new Map<string, number>();
    known.set(set, weights);
    const key = `${type.name} ${place.size}`;
    const before = weights.get(key);
    if (before !== undefined) return before;
    let weight = 0;
    const names = new Set<string>();
    const keys = new Set<string>();
    for (const field of fieldsOf(set, type)) {
      const name = field.name.value;
      const key = keyOf(field);
      if (keys.has(key) && !field.selectionSet) continue;
      weight += weightOfField(field, type, place) + (names.has(name) && !keys.has(key) ? WEIGHT_OF_REPEAT : 0);
      names.add(name);
      keys.add(key);
    }
    weight = Math.min(weight, Number.MAX_SAFE_INTEGER);
    weights.set(key, weight);
    return weight;
  }

  function weightOfField(node: FieldNode, parent: GraphQLObjectType, { size, depth }: Place): number {
    const name = node.name.value;
    const field = metaFields.get(name) ?? parent.getFields()[name];
    const type = field && getNamedType(field.type);
    const set = node.selectionSet;
    if (!field || !set || !isCompositeType(type)) return 1;
    const args = argumentsOf(field, node, variables);
    // Without the arguments it needs, the field is nothing but an error.
    if (args === null) return 1;
    if (parent.name === 'Agent' && isLookedThrough(args)) agentScans.add(node);
    if (name === '_entities') return 1 + weightOfEntities(set, args['representations']);
    const isPage = field.args.some((argument) => argument.name === 'last');
    const ownSize = isPage ? sizeOfPage(args) : Math.min(itemsOf(args['input'])?.length ?? 0, MAX_BULK_ITEMS);
    const weightOfOne = weightOfAny(set, type, { size: ownSize, depth: depth + 1 });
    const lengthOfList = itemFields.has(name) ? size : ownSize || LENGTH_OF_LIST;
    const ofArguments = parent === schema.getMutationType() ? 0 : weighArguments(args);
    return (
      1 +
      ofArguments +
      ownSize * WEIGHT_OF_ITEM +
      (isListType(getNullableType(field.type)) ? lengthOfList : 1) * weightOfOne
    );
  }

  /** Of a type that may be one of several, the costliest. */
  function weightOfAny(set: SelectionSetNode, type: GraphQLCompositeType, place: Place): number {
    return Math.max(...possibleTypes(type).map((possible) => weightOfObject(set, possible, place)));
  }

  function weightOfEntities(set: SelectionSetNode, representations: unknown): number {
    if (!Array.isArray(representations)) return 0;
    let weight = 0;
    for (const [name, named] of Map.groupBy<unknown, unknown>(representations, typenameOf)) {
      const type = typeof name === 'string' ? schema.getType(name) : null;
      if (!isObjectType(type) && !isAbstractType(type)) continue;
      const byAddress = named.filter(isByAddress).length * WEIGHT_OF_ADDRESS;
      weight += byAddress + named.length * (WEIGHT_OF_REPRESENTATION + weightOfAny(set, type, { size: 0, depth: 1 }));
    }
    return weight;
  }

  function rootFields(set: SelectionSetNode, type: GraphQLObjectType): RootField[] {
    const byKey = Map.groupBy(fieldsOf(set, type), keyOf);
    return [...byKey.values()].flatMap((nodes) => {
      const [node] = nodes;
      if (!node) return [];
      const field = type.getFields()[node.name.value];
      const inner = field && getNamedType(field.type);
      const asked = (name: string) => (each: FieldNode) =>
        isObjectType(inner) &&
        each.selectionSet !== undefined &&
        [...fieldsOf(each.selectionSet, inner)].some((one) => one.name.value === name);
      return {
        name: node.name.value,
        args: (field && argumentsOf(field, node, variables)) ?? {},
        asksFor: (name: string) => nodes.some(asked(name)),
      };
    });
  }

  return {
    rootFields,
    costOf: (set, type) => weightOfObject(set, type, { size: 0, depth: 0 }) / VALUES_PER_COST,
    agentScans: () => agentScans.size,
  };
}

/** Whether a page has to be found in an agent's whole list: indexes have it in each order, but not what a filter leaves out. */
function isLookedThrough({ filter }: Variables): boolean {
  return membersOf(filter ?? {}).length > 0;
}

/** The fields of `Query` that its type does not list. */
const metaFields = new Map([SchemaMetaFieldDef, TypeMetaFieldDef].map((field) => [field.name, field]));

/** What a field is called in the answer. */
function keyOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

function argumentsOf(field: GraphQLField<unknown, unknown>, node: FieldNode, variables: Variables): Variables | null {
  try {
    return getArgumentValues(field, node, variables);
  } catch {
    return null;
  }
}

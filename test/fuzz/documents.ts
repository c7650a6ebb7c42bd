import fc from 'fast-check';
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { anything, sizes, texts } from './values.ts';

/** A GraphQL request as a client sends it. */
export type GraphqlRequest = { readonly query: string; readonly variables: Record<string, unknown> };

/** Values that come from the service itself, such as ids: without them, little is ever found. */
export type Known = {
  readonly ids: readonly string[];
  readonly agentIds: readonly string[];
  readonly cursors: readonly string[];
};

const MAX_DEPTH = 4;

/** Requests for any field of the schema, with arguments that mostly have the right shape. */
export function requestsFor(schema: GraphQLSchema, known: Known): fc.Arbitrary<GraphqlRequest> {
  const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
    type ? Object.values(type.getFields()).map((field) => ({ type, field })) : [],
  );
  return fc.tuple(fc.constantFrom(...roots), sizes, fc.boolean()).chain(([{ type, field }, size, repeats]) => {
    const isMutation = type === schema.getMutationType();
    const aliases = repeats ? Math.min(size, isMutation ? 25 : 300) : 1;
    return fc
      .tuple(argumentsOf(field, known), selectionOf(schema, getNamedType(field.type), MAX_DEPTH))
      .map(([variables, selection]) => toRequest({ isMutation, field, variables, selection, aliases }));
  });
}

type Parts = {
  readonly isMutation: boolean;
  readonly field: GraphQLField<unknown, unknown>;
  readonly variables: Record<string, unknown>;
  readonly selection: string;
  readonly aliases: number;
};

function toRequest({ isMutation, field, variables, selection, aliases }: Parts): GraphqlRequest {
  const given = field.args.filter(({ name }) => name in variables);
  const declared = given.map(({ name, type }) => `$${name}: ${type}`).join(', ');
  const passed = given.map(({ name }) => `${name}: $${name}`).join(', ');
  const call = `${field.name}${passed === '' ? '' : `(${passed})`}${selection}`;
  const calls = Array.from({ length: Math.max(aliases, 1) }, (_, index) => `a${index}: ${call}`).join(' ');
  return {
    query: `${isMutation ? 'mutation' : 'query'} Fuzz${declared === '' ? '' : `(${declared})`} { ${calls} }`,
    variables,
  };
}

function argumentsOf(field: GraphQLField<unknown, unknown>, known: Known): fc.Arbitrary<Record<string, unknown>> {
  return membersOf(field.args, known, MAX_DEPTH);
}

function membersOf(
  members: readonly (GraphQLArgument | GraphQLInputField)[],
  known: Known,
  depth: number,
): fc.Arbitrary<Record<string, unknown>> {
  const required = members.filter(({ type }) => isNonNullType(type)).map(({ name }) => name);
  return fc.record(
    Object.fromEntries(members.map(({ name, type }) => [name, anyValueOf(type, { name, known, depth })])),
    {
      requiredKeys: required,
    },
  );
}

type Place = { readonly name: string; readonly known: Known; readonly depth: number };

function anyValueOf(type: GraphQLInputType, place: Place): fc.Arbitrary<unknown> {
  const nullable = getNullableType(type);
  return fc.oneof(
    { weight: 12, arbitrary: rightValueOf(nullable, place) },
    { weight: 1, arbitrary: anything },
    { weight: 1, arbitrary: fc.constant(null) },
  );
}

function rightValueOf(type: GraphQLInputType, place: Place): fc.Arbitrary<unknown> {
  const { name, known, depth } = place;
  if (isListType(type)) {
    const one = anyValueOf(type.ofType, place);
    return fc.oneof(
      { weight: 10, arbitrary: fc.array(one, { maxLength: 4 }) },
      {
        weight: 1,
        arbitrary: fc.tuple(one, sizes).map(([value, size]) => Array.from({ length: size }, () => value)),
      },
    );
  }
  if (isEnumType(type)) return fc.constantFrom(...type.getValues().map((value) => value.name));
  if (isInputObjectType(type)) {
    return depth === 0 ? fc.constant({}) : membersOf(Object.values(type.getFields()), known, depth - 1);
  }
  const named = getNamedType(type).name;
  if (named === 'Boolean') return fc.boolean();
  if (named === 'Int') return fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer(), fc.constantFrom(500, 501));
  if (named === '_Any') return representations(known);
  if (named === 'CountryCode') return fc.constantFrom('US', 'GB', 'DE', 'XX');
  if (named === 'E164') return fc.oneof(fc.constantFrom('+14155550199', '+442079460958'), texts);
  if (named === 'IdempotencyKey') return fc.oneof(fc.uuid(), texts);
  if (name.startsWith('agent')) return fc.oneof(fc.constantFrom(...known.agentIds), texts);
  if (named === 'ID') return fc.oneof(fc.constantFrom(...known.ids), texts);
  if (name === 'after' || name === 'before') return fc.oneof(fc.constantFrom(...known.cursors), texts);
  if (name === 'areaCode') return fc.oneof(fc.constantFrom('415', '212', '800'), texts);
  return texts;
}

function representations({ ids, agentIds }: Known): fc.Arbitrary<unknown> {
  return fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ __typename: fc.constantFrom('PstnNumber', 'SipNumber'), id: fc.constantFrom(...ids) }),
    },
    { weight: 3, arbitrary: fc.record({ __typename: fc.constant('Agent'), id: fc.constantFrom(...agentIds) }) },
    { weight: 1, arbitrary: fc.record({ __typename: texts, id: anything }) },
    { weight: 1, arbitrary: anything },
  );
}

/** What to ask of an object: some of its fields, each with fields of its own as deep as is left. */
function selectionOf(schema: GraphQLSchema, type: GraphQLNamedType, depth: number): fc.Arbitrary<string> {
  if (isAbstractType(type)) {
    const possible = schema.getPossibleTypes(type);
    return fc
      .tuple(...possible.map((each) => selectionOf(schema, each, depth)))
      .map((sets) => `{ __typename ${sets.map((set, index) => `... on ${possible[index]?.name} ${set}`).join(' ')} }`);
  }
  if (!isObjectType(type)) return fc.constant('');
  const fields = Object.values(type.getFields()).filter(
    (field) => !field.args.some(({ type: wanted }) => isNonNullType(wanted)) && (depth > 0 || isPlain(field)),
  );
  if (fields.length === 0) return fc.constant('{ __typename }');
  return fc
    .subarray(fields, { maxLength: Math.min(fields.length, 6) })
    .chain((chosen) =>
      fc.tuple(
        ...chosen.map((field, index) =>
          // Types of one union may have the same field with other types: each under a name of its own.
          selectionOf(schema, getNamedType(field.type), depth - 1).map(
            (set) => `${type.name}_${index}: ${field.name}${set}`,
          ),
        ),
      ),
    )
    .map((parts) => `{ __typename ${parts.join(' ')} }`);
}

function isPlain(field: GraphQLField<unknown, unknown>): boolean {
  const type = getNamedType(field.type);
  return !isObjectType(type) && !isAbstractType(type);
}

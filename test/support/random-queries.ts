import fc, { type GeneratorValue } from 'fast-check';
import {
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** What a client may send, and a server has to execute. */
export type RandomQuery = { readonly query: string; readonly variables: Record<string, unknown> };

/** Values that the service knows, by the name of the scalar or the argument; without them, nothing is ever found. */
export type KnownValues = Readonly<Record<string, readonly unknown[]>>;

const MAX_DEPTH = 5;
const MAX_PARTS = 120;

/**
 * A valid query of fields of a schema, or nearly so: with aliases, fragments of all kinds within each other, variables with and
 * without defaults and values, and `@skip` and `@include`.
 */
export function randomQuery(
  pick: GeneratorValue,
  {
    schema,
    known,
    without,
  }: { readonly schema: GraphQLSchema; readonly known: KnownValues; readonly without: string[] },
): RandomQuery {
  const declared: string[] = [];
  const variables: Record<string, unknown> = {};
  let parts = 0;
  const fragments: { readonly name: string; readonly type: GraphQLCompositeType; readonly text: string }[] = [];
  const upTo = (max: number): number => pick(fc.nat, { max });
  const oneOf = <Value>(values: readonly Value[]): Value => {
    const value = values[upTo(values.length - 1)];
    if (value === undefined) throw new Error('There is nothing to choose from.');
    return value;
  };
  const inOne = (times: number): boolean => upTo(times - 1) === 0;

  function selection(type: GraphQLCompositeType, depth: number): string {
    const chosen = Array.from({ length: 1 + upTo(depth > 0 ? 5 : 2) }, () => part(type, depth));
    return `{ ${chosen.join(' ')} }`;
  }

  function part(type: GraphQLCompositeType, depth: number): string {
    parts += 1;
    if (parts > MAX_PARTS) return '__typename';
    const around = typesAround(type);
    const kind = upTo(9);
    if (kind === 0) return `__typename${directives()}`;
    if (kind === 1 && depth > 0)
      return `...${inOne(3) ? '' : ` on ${type.name}`}${directives()} ${selection(type, depth - 1)}`;
    if ((kind === 2 || !hasFields(type)) && depth > 0) {
      const inner = oneOf(around);
      return `... on ${inner.name}${directives()} ${selection(inner, depth - 1)}`;
    }
    if (kind === 3 && depth > 0) return spread(oneOf(around), depth - 1);
    return hasFields(type) ? fieldOf(type, depth) : '__typename';
  }

  /** Types that an object of this type may be looked at as. */
  function typesAround(type: GraphQLCompositeType): GraphQLCompositeType[] {
    const possible = isObjectType(type) ? [type] : [...schema.getPossibleTypes(type)];
    return [...new Set([...possible, ...possible.flatMap((each) => each.getInterfaces())])];
  }

  function spread(type: GraphQLCompositeType, depth: number): string {
    const before = fragments.filter((fragment) => fragment.type === type);
    if (before.length > 0 && inOne(2)) return `...${oneOf(before).name}${directives()}`;
    const text = selection(type, depth);
    const name = `F${fragments.length}`;
    fragments.push({ name, type, text });
    return `...${name}${directives()}`;
  }

  function fieldOf(type: GraphQLCompositeType, depth: number): string {
    if (!hasFields(type)) return '__typename';
    const fields = Object.values(type.getFields()).filter(
      ({ name, type: inner }) => !without.includes(name) && (depth > 0 || !isCompositeType(getNamedType(inner))),
    );
    if (fields.length === 0) return '__typename';
    const field = oneOf(fields);
    const given = argumentsOf(field);
    const alias =
      given === '' && !inOne(4) ? '' : `${oneOf(['a', 'b', 'c', 'toString', 'constructor', field.name])}${upTo(200)}: `;
    const inner = getNamedType(field.type);
    const set = isCompositeType(inner) ? ` ${selection(inner, depth - 1)}` : '';
    return `${alias}${field.name}${given}${directives()}${set}`;
  }

  function argumentsOf({ args }: GraphQLField<unknown, unknown>): string {
    const given = args.filter(({ type }) => isNonNullType(type) || inOne(3));
    const texts = given.map((argument) => `${argument.name}: ${argumentValue(argument)}`);
    return texts.length === 0 ? '' : `(${texts.join(', ')})`;
  }

  function argumentValue({ name, type }: GraphQLArgument): string {
    if (inOne(3)) return literal(valueFor(type, name), type);
    return variable(type, name);
  }

  function variable(type: GraphQLInputType, name: string): string {
    const variableName = `v${declared.length}`;
    const hasDefault = !isNonNullType(type) && inOne(4);
    declared.push(`$${variableName}: ${type}${hasDefault ? ` = ${literal(valueFor(type, name), type)}` : ''}`);
    if (isNonNullType(type) ? !inOne(400) : !inOne(4))
      variables[variableName] = inOne(300) ? oneOf<unknown>([{}, [7], 'x', 1.5, true]) : valueFor(type, name);
    return `$${variableName}`;
  }

  function directives(): string {
    if (!inOne(6)) return '';
    const condition = inOne(2) ? String(inOne(2)) : variable(booleanOf(schema), 'if');
    return ` @${oneOf(['skip', 'include'])}(if: ${condition})`;
  }

  function valueFor(type: GraphQLInputType, name: string): unknown {
    const nullable = getNullableType(type);
    if (nullable === type && inOne(12)) return null;
    if (isListType(nullable)) return Array.from({ length: upTo(4) }, () => valueFor(nullable.ofType, name));
    if (isEnumType(nullable)) return oneOf(nullable.getValues()).name;
    if (isInputObjectType(nullable)) {
      const members = Object.values(nullable.getFields()).filter((member) => isNonNullType(member.type) || inOne(3));
      return Object.fromEntries(members.map((member) => [member.name, valueFor(member.type, member.name)]));
    }
    if (nullable.name === 'Boolean') return inOne(2);
    return oneOf(known[name] ?? known[nullable.name] ?? ['']);
  }

  const root = schema.getQueryType();
  if (!root) throw new Error('The schema has no queries.');
  const body = selection(root, MAX_DEPTH);
  const head = declared.length === 0 ? '' : `(${declared.join(', ')})`;
  const texts = fragments.map(({ name, type, text }) => `fragment ${name} on ${type.name} ${text}`);
  return { query: [`query Q${head} ${body}`, ...texts].join('\n'), variables };
}

function hasFields(type: GraphQLCompositeType) {
  return isObjectType(type) || isInterfaceType(type);
}

function booleanOf(schema: GraphQLSchema): GraphQLInputType {
  const directive = schema.getDirective('skip');
  const type = directive?.args[0]?.type;
  if (!type) throw new Error('The schema has no @skip.');
  return type;
}

/** A value as it is written in a document. */
function literal(value: unknown, type: GraphQLInputType): string {
  const nullable = getNullableType(type);
  if (value === null) return 'null';
  if (isListType(nullable) && Array.isArray(value))
    return `[${value.map((entry) => literal(entry, nullable.ofType)).join(', ')}]`;
  if (isEnumType(nullable)) return String(value);
  if (typeof value === 'object') {
    const fields = isInputObjectType(nullable) ? nullable.getFields() : {};
    const members = Object.entries(value).map(([name, member]) => {
      const inner = fields[name]?.type;
      return `${name}: ${inner ? literal(member, inner) : JSON.stringify(member)}`;
    });
    return `{ ${members.join(', ')} }`;
  }
  return JSON.stringify(value);
}

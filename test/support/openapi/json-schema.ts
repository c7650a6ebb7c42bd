import type { Description } from './description.ts';
import { isMembers, listOf, type Members, mapMembers, membersOf } from './members.ts';

type Told = Pick<Description, 'follow' | 'isVersion30' | 'schemas'>;

const parts = ['allOf', 'anyOf', 'oneOf'];
const positions = ['items', 'additionalProperties', 'contains'];

/**
 * A schema of an OpenAPI description as JSON Schema 2020-12, with all schemas that it may refer to.
 *
 * Closed, it allows no member that it does not name. That is said at each place where an object stands, and not in the
 * parts of an `allOf` or `oneOf`, since one part does not know the members of another.
 */
export function toJsonSchema(description: Told, schema: unknown, { closed }: { readonly closed: boolean }): Members {
  const { follow, isVersion30, schemas } = description;

  function convert(given: unknown): unknown {
    if (!isMembers(given)) return given;
    const said = Object.fromEntries(Object.entries(given).filter(([name]) => !name.startsWith('x-')));
    const converted = mapMembers(said, (value, name) => {
      if (name === 'properties') return mapMembers(membersOf(value), convertPosition);
      if (positions.includes(name)) return convertPosition(value);
      if (parts.includes(name)) return listOf(value).map(convert);
      return name === 'not' ? convert(value) : value;
    });
    const chosen = chooseByDiscriminator(converted);
    return isVersion30 ? allowNull(chosen) : chosen;
  }

  function convertPosition(given: unknown): unknown {
    const converted = convert(given);
    const isClosed = closed && isMembers(converted) && namesMembers(given);
    return isClosed ? { ...converted, unevaluatedProperties: false } : converted;
  }

  function namesMembers(given: unknown): boolean {
    const target = follow(given);
    return 'properties' in target || parts.some((name) => listOf(target[name]).some(namesMembers));
  }

  return { ...membersOf(convertPosition(schema)), components: { schemas: mapMembers(schemas, convert) } };
}

/** The one alternative that the discriminator tells, so that a complaint is about that one and not about them all. */
function chooseByDiscriminator({ oneOf, discriminator, ...others }: Members): Members {
  const { propertyName, mapping } = membersOf(discriminator);
  if (!isMembers(mapping) || typeof propertyName !== 'string')
    return oneOf === undefined ? others : { ...others, oneOf };
  const told = (value: unknown) => ({
    type: 'object',
    required: [propertyName],
    properties: { [propertyName]: value },
  });
  return {
    ...others,
    allOf: [
      ...listOf(others['allOf']),
      told({ enum: Object.keys(mapping) }),
      ...Object.entries(mapping).map(([value, $ref]) => whenever(told({ const: value }), { $ref })),
    ],
  };
}

/** Made of pairs, since an object that is written with a `then` looks like a promise. */
function whenever(condition: Members, consequence: Members): Members {
  return Object.fromEntries([
    ['if', condition],
    ['then', consequence],
  ]);
}

/** `nullable` of OpenAPI 3.0, which JSON Schema does not know. */
function allowNull({ nullable, ...schema }: Members): Members {
  if (nullable !== true) return schema;
  return Object.keys(schema).some((name) => name === 'enum' || parts.includes(name)) ||
    typeof schema['type'] !== 'string'
    ? { anyOf: [schema, { type: 'null' }] }
    : { ...schema, type: [schema['type'], 'null'] };
}

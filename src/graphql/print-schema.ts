import { buildSubgraphSchema, printSubgraphSchema } from '@apollo/subgraph';
import {
  type ArgumentNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ListValueNode,
  parseConstValue,
  visit,
} from 'graphql';
import { typeDefs } from './generated/type-defs.ts';
import { scopesAtFields } from './permissions.ts';
import { addedVendors, createSchema, type NamedVendor } from './schema.ts';

/** The whole SDL, federation directives included: what a schema registry is given. It has a value for each of these vendors. */
export function printPublishedSchema(vendors: readonly NamedVendor[] = []): string {
  return `${printSubgraphSchema(createSchema(vendors)).trimEnd()}\n`;
}

/** The same for gateways that check claims, and refuse by `@requiresScopes` before they call. */
export function printSchemaWithScopes(vendors: readonly NamedVendor[] = []): string {
  const modules = [{ typeDefs: withScopes(typeDefs) }, ...addedVendors(vendors)];
  return `${printSubgraphSchema(buildSubgraphSchema(modules)).trimEnd()}\n`;
}

function withScopes(document: DocumentNode): DocumentNode {
  const scopes = scopesAtFields();
  const withDirective = (place: string, field: FieldDefinitionNode): FieldDefinitionNode => {
    const alternatives = scopes.get(place);
    if (!alternatives) return field;
    const value = parseConstValue(JSON.stringify(alternatives.map((scope) => [scope])));
    const argument = { kind: Kind.ARGUMENT, name: nameNode('scopes'), value } as const;
    const directive = { kind: Kind.DIRECTIVE, name: nameNode('requiresScopes'), arguments: [argument] } as const;
    return { ...field, directives: [...(field.directives ?? []), directive] };
  };
  return visit(document, {
    ObjectTypeDefinition: (type) => ({
      ...type,
      fields: (type.fields ?? []).map((field) => withDirective(`${type.name.value}.${field.name.value}`, field)),
    }),
    Directive: (directive) => (isFederation(directive) ? visit(directive, { ListValue: withImport }) : undefined),
  });
}

/** The `@link` that says what is taken of federation. */
function isFederation({ name, arguments: given = [] }: DirectiveNode): boolean {
  const isOfFederation = ({ value }: ArgumentNode) =>
    value.kind === Kind.STRING && value.value.startsWith('https://specs.apollo.dev/federation/');
  return name.value === 'link' && given.some(isOfFederation);
}

function withImport(list: ListValueNode): ListValueNode {
  return { ...list, values: [...list.values, IMPORTED] };
}

const IMPORTED = { kind: Kind.STRING, value: '@requiresScopes' } as const;

function nameNode(value: string) {
  return { kind: Kind.NAME, value } as const;
}

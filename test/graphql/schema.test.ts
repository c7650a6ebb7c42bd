import { globSync, readFileSync } from 'node:fs';
import {
  buildClientSchema,
  type GraphQLNamedType,
  getIntrospectionQuery,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  parse,
  print,
  printSchema,
  visit,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rules } from '../../src/graphql/permissions.ts';
import { dataOf } from '../support/numbers.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

/** What GraphQL and federation add to every subgraph; its descriptions are not ours to write. */
const notOurs = /^(__|_Any$|_Entity$|_Service$|federation__|link__|(String|Int|Float|Boolean|ID)$)/;

/** What a document calls each type, field, argument and enum value of ours, and what it says of it. */
function descriptionsIn(document: string): Record<string, string | null> {
  const found: Record<string, string | null> = {};
  const path: string[] = [];
  visit(parse(document), {
    DirectiveDefinition: () => false,
    enter(node) {
      if (!('description' in node) || !('name' in node)) return;
      path.push(node.name?.value ?? '');
      if (notOurs.test(path[0] ?? '') || path.some((name) => name.startsWith('_'))) return;
      found[path.join('.')] = node.description?.value ?? null;
    },
    leave(node) {
      if ('description' in node && 'name' in node) path.pop();
    },
  });
  return found;
}

const readAll = (pattern: string): string =>
  globSync(pattern)
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');

describe('the published schema', () => {
  let app: TestApp;
  let shown: string;
  let types: GraphQLNamedType[];
  let sdl: string;

  beforeAll(async () => {
    app = await startTestApp();
    const schema = buildClientSchema(dataOf(await app.graphql(getIntrospectionQuery({ inputValueDeprecation: true }))));
    shown = printSchema(schema);
    types = Object.values(schema.getTypeMap()).filter(({ name }) => !notOurs.test(name));
    sdl = dataOf(await app.graphql('{ _service { sdl } }'))._service.sdl;
  });
  afterAll(() => app.stop());

  it('describes every type, field, argument and enum value', () => {
    const bare: string[] = [];
    const judge = (path: string, { description }: { description?: string | null | undefined }) => {
      if (!description?.trim()) bare.push(path);
    };
    for (const type of types) {
      judge(type.name, type);
      if (isEnumType(type)) for (const value of type.getValues()) judge(`${type.name}.${value.name}`, value);
      if (isInputObjectType(type)) {
        for (const field of Object.values(type.getFields())) judge(`${type.name}.${field.name}`, field);
      }
      if (!isObjectType(type) && !isInterfaceType(type)) continue;
      for (const field of Object.values(type.getFields())) {
        if (field.name.startsWith('_')) continue;
        judge(`${type.name}.${field.name}`, field);
        for (const argument of field.args) judge(`${type.name}.${field.name}(${argument.name})`, argument);
      }
    }
    expect(bare).toEqual([]);
    expect(types.length).toBeGreaterThan(30);
  });

  it('has the names and the descriptions of its source, wherever it is read', () => {
    const source = descriptionsIn(readAll('schema/*.graphql'));
    expect(Object.keys(source).length).toBeGreaterThan(200);
    expect(source).toHaveProperty('DateTime');
    expect(descriptionsIn(shown)).toEqual(source);
    expect(descriptionsIn(sdl)).toEqual(source);
    expect(descriptionsIn(readAll('schema/published/*.graphql'))).toEqual(source);
  });

  it('declares to gateways its entities by their keys', () => {
    expect(() => parse(sdl)).not.toThrow();
    for (const entity of [
      'type PstnNumber implements PhoneNumberRecord',
      'type SipNumber implements PhoneNumberRecord',
      'type Agent',
    ]) {
      expect(sdl).toMatch(new RegExp(`${entity}\\s+@key\\(fields: "id"\\)`));
    }
    expect(sdl).toContain('https://specs.apollo.dev/federation/v2');
    expect(sdl).toMatch(/type PageInfo\s+@shareable/);
  });

  it('marks for contracts what operators alone may do, and what they look at first', () => {
    const fields: string[] = [];
    visit(parse(sdl), {
      FieldDefinition: ({ name, directives = [] }) =>
        void (directives.some((directive) => print(directive) === '@tag(name: "operator")') && fields.push(name.value)),
    });
    const needed = ({ scopes, needs }: (typeof rules)['Query.phoneNumber']) => needs?.({ phoneNumberId: '' }) ?? scopes;
    const theirs = Object.entries(rules).filter(([, rule]) => needed(rule).includes('numbers:operate'));
    const operators = [...theirs.map(([place]) => place.split('.')[1]), 'numberSummary', 'numberDrift'];
    expect(fields.toSorted()).toEqual(operators.toSorted());
  });

  it('tells gateways how large pages are, and what a search of stock costs', () => {
    const ofPages =
      /@listSize\(assumedSize: 50, slicingArguments: \["first", "last"\], sizedFields: \["nodes", "edges"\]/g;
    expect(sdl.match(ofPages)).toHaveLength(6);
    const ofStock = '@cost(weight: 50) @listSize(assumedSize: 50, sizedFields: ["numbers"])';
    expect(sdl).toContain(`AvailableNumbersPayload ${ofStock}`);
  });

  it('lets clients name every list of numbers as nodes, edges or a count', () => {
    const connections = types.filter(({ name }) => name.endsWith('Connection')).filter(isObjectType);
    expect(connections.map(({ name }) => name).toSorted()).toEqual([
      'NumberDriftConnection',
      'NumberOperationConnection',
      'PhoneNumberConnection',
    ]);
    for (const connection of connections) {
      expect(Object.keys(connection.getFields())).toEqual(
        expect.arrayContaining(['edges', 'nodes', 'pageInfo', 'totalCount']),
      );
    }
  });

  it('answers every mutation with a payload, which an outage cannot make an error of its parents', () => {
    const mutation = types.find(({ name }) => name === 'Mutation');
    const fields = isObjectType(mutation) ? Object.values(mutation.getFields()) : [];
    expect(fields.map(({ type }) => String(type))).toEqual(
      fields.map(({ name }) => (name.startsWith('bulk') ? 'BulkNumberPayload' : 'NumberPayload')),
    );
    expect(fields.map(({ args }) => args.map(({ name, type }) => `${name}: ${type}`))).toEqual(
      fields.map(({ name }) => [`input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`]),
    );
    expect(fields).toHaveLength(15);
  });

  it('has the same fields in both kinds of numbers as in what they have in common', () => {
    const byName = new Map(types.map((type) => [type.name, type]));
    const record = byName.get('PhoneNumberRecord');
    const common = isInterfaceType(record) ? Object.values(record.getFields()) : [];
    expect(common.length).toBeGreaterThan(10);
    for (const name of ['PstnNumber', 'SipNumber']) {
      const kind = byName.get(name);
      const fields = isObjectType(kind) ? kind.getFields() : {};
      expect(common.map((field) => `${field.name}: ${fields[field.name]?.type}`)).toEqual(
        common.map((field) => `${field.name}: ${field.type}`),
      );
    }
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printPublishedSchema } from '../../src/graphql/print-schema.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

const text = readFileSync(join(import.meta.dirname, '../../docs/join-your-supergraph.md'), 'utf8');
const blocks = [...text.matchAll(/^```graphql\n(.*?)^```$/gms)].map(([, block = '']) => block);
const isOperation = (block: string) => /^(\{|query|mutation)/.test(block);

/** What keeps a subgraph from standing beside ours. */
function complaintsAbout(sdl: string): string[] {
  const { errors = [] } = composeServices([
    { name: 'phone-numbers', url: 'http://localhost/ours', typeDefs: parse(printPublishedSchema()) },
    { name: 'other', url: 'http://localhost/other', typeDefs: parse(sdl) },
  ]);
  return errors.map(({ message }) => message);
}

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])';

describe('the page for gateway teams', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());

  it('has operations that are answered as they stand there, one after the other', async () => {
    const operations = blocks.filter(isOperation);
    expect(operations).toHaveLength(5);
    for (const operation of operations) {
      const answer = JSON.stringify(await app.graphql(operation));
      expect(answer, operation).not.toContain('"errors"');
      expect(answer, operation).not.toMatch(/"userErrors":\[\{|:null/);
    }
  });

  it('has schemas that compose with ours', () => {
    const schemas = blocks.filter((block) => !isOperation(block));
    expect(schemas).toHaveLength(2);
    for (const schema of schemas) expect(complaintsAbout(schema), schema).toEqual([]);
  });

  it.each([
    ['PhoneNumber', 'scalar PhoneNumber type Query { other: PhoneNumber }', false],
    [
      'DateTime',
      'scalar DateTime scalar Date scalar CountryCode type Query { other: DateTime day: Date in: CountryCode }',
      true,
    ],
    ['E164', 'scalar E164 scalar IdempotencyKey type Query { other(key: IdempotencyKey): E164 }', true],
    [
      'PageInfo',
      'type PageInfo @shareable { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String } type Query { other: PageInfo }',
      true,
    ],
    [
      'PageInfo',
      'type PageInfo @shareable { hasNextPage: Boolean! endCursor: String } type Query { other: PageInfo }',
      false,
    ],
    ['NumberStatus', 'enum NumberStatus { OPEN } type Query { other: NumberStatus }', false],
    ['InboundRouting', 'type InboundRouting { voicemailMessage: String } type Query { other: InboundRouting }', false],
    ['SipTrunk', 'type SipTrunk { terminationUri: String } type Query { other: SipTrunk }', false],
    ['Agent', 'type Agent @key(fields: "id") { id: ID! name: String } type Query { other: Agent }', true],
    ['Agent', 'type Agent @key(fields: "code") { code: ID! id: Int! } type Query { other: Agent }', false],
    ['CacheControlScope', 'enum CacheControlScope { PUBLIC PRIVATE } type Query { other: Int }', true],
  ])('says what becomes of another %s', (name, sdl, composes) => {
    expect(text).toContain(`\`${name}\``);
    expect(complaintsAbout(`${LINK} ${sdl}`).length === 0).toBe(composes);
  });

  it('says of every code what to do with it', () => {
    const [, codes = ''] = /enum NumberErrorCode \{(.*?)^\}/ms.exec(printPublishedSchema()) ?? [];
    const names = [...codes.matchAll(/^ {2}([A-Z_]+)$/gm)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(10);
    const [, table = ''] = text.split('## Errors, and which to show');
    for (const name of names) expect(table).toContain(`\`${name}\``);
  });
});

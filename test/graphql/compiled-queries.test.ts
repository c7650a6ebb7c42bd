import { HeaderMap } from '@apollo/server';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { createContext, type Services } from '../../src/graphql/context.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { createGraphqlServer } from '../../src/graphql/server.ts';
import { noGuard } from '../../src/ledger/guard.ts';
import type { OperationContext } from '../../src/operations/shared/context.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { createServices } from '../../src/services.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { openTestDatabase } from '../support/databases.ts';
import { type KnownValues, type RandomQuery, randomQuery } from '../support/random-queries.ts';

/** How many queries are compared; more finds more. */
const CASES = Number(process.env['COMPILED_CASES'] ?? 1_000);
const SEED = Number(process.env['COMPILED_SEED'] ?? 20261128);

type Parts = { readonly services: Services; readonly known: KnownValues };

/** What goes wrong while one query is executed. */
type Trouble = {
  /** Reads of the registry and the ledger that fail, by their names. */
  readonly failing: readonly string[];
  /** Whether they fail before there is a promise. */
  readonly atOnce: boolean;
  /** A member that records lack which should have it; null for none. */
  readonly lacking: string | null;
  readonly scopes: readonly string[] | null;
};

const none: Trouble = { failing: [], atOnce: false, lacking: null, scopes: null };
let trouble = none;
let parts: Parts;
const closing = new AsyncDisposableStack();
afterAll(() => closing.disposeAsync());

const schema = createSchema(builtInVendors);
const logger = pino({ level: 'silent' });
const executed = createGraphqlServer(builtInVendors, logger, { compileAtUse: Number.POSITIVE_INFINITY });
const compiled = createGraphqlServer(builtInVendors, logger, { compileAtUse: 1 });

beforeAll(async () => {
  const opened = await openTestDatabase('SQLite');
  closing.defer(() => opened.close());
  const sandbox = await startSandbox({ vendors: builtInVendors });
  closing.defer(() => sandbox.stop());
  const now = () => new Date('2026-11-28T09:00:00Z');
  const services = createServices(
    { ...readConfig({}), maxAgeSeconds: 1_000_000 },
    {
      ...{ logger, now, clockSetAtMs: () => 0, definitions: builtInVendors, database: opened.database },
      ...{ sandbox, guard: noGuard, beganEmpty: false, decorate: troubled },
    },
  );
  closing.defer(() => services.sync.stop());
  await services.sync.ensureFresh([...services.operations.vendors.keys()], 0);
  parts = { services, known: await learn(services) };
  await Promise.all([executed.start(), compiled.start()]);
  closing.defer(() => Promise.all([executed.stop(), compiled.stop()]).then(() => undefined));
});

it('keeps no document once others have come that are as long as all that it keeps', async () => {
  const server = createGraphqlServer(builtInVendors, logger);
  let parsed = 0;
  server.addPlugin({
    async requestDidStart() {
      return {
        async parsingDidStart() {
          parsed += 1;
        },
      };
    },
  });
  await server.start();
  const remark = '#'.padEnd(1_000_000, 'x');
  const ask = async (index: number) => {
    const contextValue = createContext(parts.services);
    await server.executeOperation({ query: `query Q${index} { __typename } ${remark}` }, { contextValue });
    return parsed;
  };
  expect([await ask(0), await ask(0)]).toEqual([1, 1]);
  for (let index = 1; index <= 20; index += 1) await ask(index);
  expect([await ask(20), await ask(0)]).toEqual([21, 22]);
  await server.stop();
});

it(`answers with the same status, headers and bytes as graphql-js, in ${CASES} random queries`, {
  timeout: 600_000,
}, async () => {
  const tally = { whole: 0, partial: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(fc.gen(), troubles, async (pick, chosen) => {
      trouble = chosen;
      const asked = randomQuery(pick, {
        schema,
        known: parts.known,
        without: ['availableNumbers', 'maxAge', '_service'],
      });
      const expected = await answer(executed, asked);
      expect(await answer(compiled, asked)).toEqual(expected);
      tally[/"errors":/.test(expected.body) ? (/"data":\{/.test(expected.body) ? 'partial' : 'refused') : 'whole'] += 1;
    }),
    { numRuns: CASES, seed: SEED },
  );
  // Otherwise it would compare refusals.
  expect(tally.whole).toBeGreaterThan(CASES / 6);
  expect(tally.partial).toBeGreaterThan(CASES / 10);
});

it('answers what would be too large as code: unions within unions double it at each level', async () => {
  trouble = none;
  const nested = (levels: number): string =>
    levels === 0
      ? 'id'
      : `agent { phoneNumbers(first: 1) { nodes { ... on PhoneNumberRecord { ${nested(levels - 1)} } } } }`;
  const query = `{ phoneNumbers(first: 1) { nodes { ... on PhoneNumberRecord { ${nested(24)} } } } }`;
  const expected = await answer(executed, { query, variables: {} });
  expect(expected.body).not.toContain('"errors"');
  expect(await answer(compiled, { query, variables: {} })).toEqual(expected);
});

it('answers a field that is called like the prototype of objects', async () => {
  trouble = none;
  const query = '{ phoneNumbers(first: 1) { nodes { ... on PhoneNumberRecord { __proto__: id } } } }';
  const { body } = await answer(compiled, { query, variables: {} });
  expect(body).toContain('[{"__proto__":"');
});

const reads = [
  'page',
  'count',
  'counts',
  'byReferences',
  'pagesOfAgents',
  'syncTimes',
  'byIds',
  'histories',
  'summary',
];
const troubles: fc.Arbitrary<Trouble> = fc.record({
  failing: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.subarray(reads) }),
  atOnce: fc.boolean(),
  lacking: fc.oneof(
    { weight: 4, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom('address', 'syncedAt', 'label', 'agentId', 'vendor', 'createdAt') },
  ),
  scopes: fc.oneof(
    { weight: 4, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.subarray(['numbers:read', 'numbers:operate']) },
  ),
});

async function answer(server: typeof executed, { query, variables }: RandomQuery) {
  const scopes = trouble.scopes === null ? null : new Set(trouble.scopes);
  const context = createContext(parts.services, {
    ...createContext(parts.services),
    sender: { actor: scopes === null ? null : 'ann', scopes },
  });
  const { status, headers, body } = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: 'POST',
      headers: new HeaderMap([['content-type', 'application/json']]),
      search: '',
      body: { query, variables },
    },
    context: async () => context,
  });
  return { status, headers: [...headers].toSorted(), body: body.kind === 'complete' ? body.string : body.kind };
}

/** The reads of operations, which fail or lack something where the trouble says so. */
function troubled(operations: OperationContext): OperationContext {
  return { ...operations, registry: failing(operations.registry), ledger: failing(operations.ledger) };
}

function failing<Target extends object>(target: Target): Target {
  return new Proxy(target, {
    get(_target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]) => {
        if (!reads.includes(String(name))) return member(...given);
        if (trouble.failing.includes(String(name))) {
          const error = new Error(`${String(name)} fails.`);
          if (trouble.atOnce) throw error;
          return Promise.reject(error);
        }
        return Promise.resolve(member(...given)).then(lack);
      };
    },
  });
}

/** The same, but that every other record lacks a member. */
function lack(value: unknown): unknown {
  const { lacking } = trouble;
  if (lacking === null || typeof value !== 'object' || value === null) return value;
  if (value instanceof Map) return new Map([...value].map(([key, member]) => [key, lack(member)]));
  if (Array.isArray(value)) return value.map(lack);
  const members = Object.entries(value).map(([name, member]) => [name, lack(member)]);
  const isChosen = 'id' in value && 'vendorId' in value && String(value.id).charCodeAt(12) % 2 === 0;
  return Object.fromEntries(isChosen ? [...members, [lacking, null]] : members);
}

/** Numbers, agents and cursors that there are. */
async function learn({ operations }: Services): Promise<KnownValues> {
  const paging = { direction: 'forward', size: 50, after: null, before: null } as const;
  const { edges } = await operations.registry.page({ filter: {}, order: 'CREATED_AT_DESC', paging });
  const numbers = edges.map(({ node }) => node);
  const ids = [...numbers.map(({ id }) => id), 'none'];
  const agents = [...numbers.flatMap(({ agentId }) => agentId ?? []), 'nobody'];
  const sizes = [0, 1, 2, 3, 5, 50, -1];
  return {
    id: ids,
    ID: ids,
    agentId: agents,
    address: numbers.map(({ address }) => address),
    addresses: numbers.map(({ address }) => address),
    ...{ startsWith: ['+1', 'sip', '+1415'], contains: ['1', 'desk', '555'], country: ['US', 'GB', 'xx'] },
    ...{ first: sizes, last: sizes, Int: sizes, maxAge: [1_000_000], days: [1, 7, 0] },
    ...{ String: ['', 'x'], Boolean: [true], idempotencyKey: ['key-1'] },
    _Any: [
      ...numbers.flatMap(({ id, address, vendor, vendorId }) => [
        { __typename: 'PstnNumber', id },
        { __typename: 'SipNumber', id },
        { __typename: 'PhoneNumberRecord', id },
        { __typename: 'PhoneNumberRecord', address },
        { __typename: 'PhoneNumberRecord', vendor, vendorId },
      ]),
      ...agents.map((id) => ({ __typename: 'Agent', id })),
      { __typename: 'NumberOperation', id: 'none' },
      { __typename: 'PstnNumber', id: 7 },
      { __typename: 'Nothing', id: 'x' },
      {},
    ],
  };
}

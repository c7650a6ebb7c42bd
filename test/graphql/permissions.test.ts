import { readFileSync } from 'node:fs';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { typeDefs as agents } from '../../examples/supergraph/agents/schema.ts';
import { type Scope, scopes } from '../../src/domain/scopes.ts';
import { documentOfBulk } from '../support/bulks.ts';
import { startIssuer, type TestIssuer } from '../support/issuer.ts';
import { documentOf } from '../support/mutations.ts';
import { purchaseInput } from '../support/purchases.ts';
import { securityEventsOf } from '../support/security-events.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { listed } from '../support/vendors.ts';

const { name: vendor } = listed;
const phoneNumberId = 'no-such-number';
const idempotencyKey = 'a-key';
const login = { username: 'user-1234', password: 'password-1234' };

/** Each root field with the scopes that it needs, all of them, for something that may be asked of it. */
const reads: Record<string, readonly [string, Scope[]]> = {
  phoneNumber: ['{ phoneNumber(id: "x") { __typename } }', ['numbers:read']],
  phoneNumbers: ['{ phoneNumbers { totalCount } }', ['numbers:read']],
  availableNumbers: [
    `{ availableNumbers(input: { vendor: ${vendor}, areaCode: "212" }) { __typename } }`,
    ['numbers:read'],
  ],
  numberOperation: ['{ numberOperation(id: "x") { id } }', ['numbers:read']],
  numberOperations: ['{ numberOperations { totalCount } }', ['numbers:read']],
  numberVendors: ['{ numberVendors { vendor } }', ['numbers:read']],
  numberSummary: ['{ numberSummary { total } }', ['numbers:read']],
  numberDrift: ['{ numberDrift { vendors { vendor } } }', ['numbers:read']],
};
const inboundRouting = { agentId: listed.agents.first };
const changes: readonly (readonly [string, object, Scope[]])[] = [
  ['purchaseNumber', { idempotencyKey, vendor, number: 'x' }, ['numbers:purchase']],
  ['createSipNumber', { idempotencyKey, vendor, sipPrefix: '', ...login }, ['numbers:purchase']],
  ['importSipNumber', { idempotencyKey, vendor, number: 'x', terminationUri: 'x', ...login }, ['numbers:route']],
  ['adoptNumber', { vendor, vendorId: '' }, ['numbers:write']],
  ['linkNumberToAgent', { phoneNumberId, agentId: 'x' }, ['numbers:route']],
  ['unlinkNumberFromAgent', { phoneNumberId }, ['numbers:route']],
  ['connectNumber', { idempotencyKey, phoneNumberId, vendor, agentId: 'x' }, ['numbers:route']],
  [
    'disconnectNumber',
    { idempotencyKey, phoneNumberId, vendor, confirmAddress: 'x' },
    ['numbers:route', 'numbers:operate'],
  ],
  [
    'moveNumber',
    { idempotencyKey, phoneNumberId, vendor, agentId: 'x', confirmAddress: 'x' },
    ['numbers:route', 'numbers:operate'],
  ],
  ['updateNumber', { phoneNumberId }, ['numbers:write']],
  ['updateNumber', { phoneNumberId, label: 'x' }, ['numbers:write']],
  ['updateNumber', { phoneNumberId, label: null }, ['numbers:write']],
  ['updateNumber', { phoneNumberId, locked: true }, ['numbers:write']],
  ['updateNumber', { phoneNumberId, locked: false }, ['numbers:operate']],
  ['updateNumber', { phoneNumberId, inboundRouting }, ['numbers:route']],
  ['updateNumber', { phoneNumberId, label: 'x', inboundRouting }, ['numbers:route', 'numbers:write']],
  ['updateNumber', { phoneNumberId, label: null, locked: false }, ['numbers:operate', 'numbers:write']],
  ['releaseNumber', { phoneNumberId, confirmAddress: 'x' }, ['numbers:operate']],
  ['bulkPurchase', { idempotencyKey, items: [] }, ['numbers:purchase']],
  ['bulkLink', { idempotencyKey, items: [] }, ['numbers:route']],
  ['bulkRelease', { idempotencyKey, items: [] }, ['numbers:operate']],
  ['settleNumberOperation', { operationId: 'x', failed: true, note: 'x' }, ['numbers:operate']],
];

let issuer: TestIssuer;
let app: TestApp;
/** Asks as somebody who may do this much. */
async function ask(query: string, { as = 'ada', may, variables = {} }: Asking) {
  return app.graphql(query, variables, await issuer.headersOf(as, ...may));
}
type Asking = { as?: string; may: readonly Scope[]; variables?: object };
const documentFor = (name: string) => (name.startsWith('bulk') ? documentOfBulk(name) : documentOf(name));
const allBut = (missing: readonly Scope[]) => scopes.filter((scope) => !missing.includes(scope));

beforeAll(async () => {
  issuer = await startIssuer();
  app = await startTestApp({ signIn: issuer.signIn });
  await ask('{ phoneNumbers(maxAge: 0) { totalCount } }', { may: ['numbers:read'] });
});
afterAll(async () => {
  await app.stop();
  await issuer.stop();
});

describe('what a caller may do', () => {
  it('is said of every root field', async () => {
    const root = 'fields { name }';
    const query = `{ __schema { queryType { ${root} } mutationType { ${root} } } }`;
    const { data } = await ask(query, { may: [] });
    const namesOf = ({ fields }: { fields: { name: string }[] }) =>
      fields.map(({ name }) => name).filter((name) => !name.startsWith('_'));
    expect([...Object.keys(reads), 'numberCaller'].toSorted()).toEqual(namesOf(data.__schema.queryType).toSorted());
    const changed = new Set(changes.map(([name]) => name));
    expect([...changed].toSorted()).toEqual(namesOf(data.__schema.mutationType).toSorted());
  });

  it.each(Object.entries(reads))(
    'of %s: an error at a field that is null, unless the scope is there',
    async (name, [query, needed]) => {
      for (const may of [allBut(needed), []]) {
        expect(await ask(query, { may })).toEqual({
          status: 200,
          data: { [name]: null },
          errors: [
            {
              message: `The credentials lack ${needed.join(' and ')}.`,
              path: [name],
              locations: expect.anything(),
              extensions: { code: 'FORBIDDEN' },
            },
          ],
        });
      }
      expect((await ask(query, { may: needed })).errors).toBeUndefined();
    },
  );

  it.each(changes)('of %s %j: a user error, unless %j are there', async (name, input, needed) => {
    for (const missing of needed) {
      for (const may of [allBut([missing]), []]) {
        const { status, data, errors } = await ask(documentFor(name), { may, variables: { input } });
        expect([status, errors]).toEqual([200, undefined]);
        const { phoneNumber = null, operation = null, items = [], userErrors } = data[name];
        expect([phoneNumber, operation, items]).toEqual([null, null, []]);
        const lacking = needed.filter((scope) => !may.includes(scope)).join(' and ');
        expect(userErrors).toEqual([
          {
            code: 'FORBIDDEN',
            message: `The credentials lack ${lacking}.`,
            field: null,
            retryable: false,
            charged: 'NO',
            suggestions: [],
          },
        ]);
      }
    }
    const { data } = await ask(documentFor(name), { may: needed, variables: { input } });
    expect(data[name].userErrors.map(({ code }: { code: string }) => code)).not.toContain('FORBIDDEN');
  });

  it('does not tell whether what was asked for exists', async () => {
    const [known] = (
      await ask('{ phoneNumbers(first: 1) { nodes { ... on PhoneNumberRecord { id address } } } }', {
        may: ['numbers:read'],
      })
    ).data.phoneNumbers.nodes;
    const may = allBut(['numbers:read']);
    for (const asked of [
      (id: string) => ask('query ($id: ID!) { phoneNumber(id: $id) { __typename } }', { may, variables: { id } }),
      (id: string) => ask(entityQuery, { may, variables: representationsOf(id) }),
    ]) {
      expect(await asked(known.id)).toEqual(await asked(phoneNumberId));
    }
    const release = (id: string) => ({ input: { phoneNumberId: id, confirmAddress: known.address } });
    const [found, missing] = await Promise.all(
      [known.id, phoneNumberId].map((id) =>
        ask(documentOf('releaseNumber'), { may: allBut(['numbers:operate']), variables: release(id) }),
      ),
    );
    expect(found).toEqual(missing);
  });

  const entityQuery = `query ($representations: [_Any!]!) {
    _entities(representations: $representations) { __typename ... on Agent { id phoneNumbers { totalCount } } }
  }`;
  const representationsOf = (id: string) => ({
    representations: [
      { __typename: 'PstnNumber', id },
      { __typename: 'SipNumber', id },
      // Refused at once, while those before it are being looked for: theirs must not fail where nobody looks.
      { __typename: 'PhoneNumberRecord', id },
      { __typename: 'NumberOperation', id },
      { __typename: 'Agent', id: 'a' },
    ],
  });

  const nothing = [null, null, null, null];

  it('goes for entities and for the numbers of an agent, and takes nothing else of the answer away', async () => {
    const { data, errors } = await ask(entityQuery, {
      may: allBut(['numbers:read']),
      variables: representationsOf(phoneNumberId),
    });
    expect(data._entities).toEqual([...nothing, { __typename: 'Agent', id: 'a', phoneNumbers: null }]);
    expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(Array(5).fill('FORBIDDEN'));
    const allowed = await ask(entityQuery, { may: ['numbers:read'], variables: representationsOf(phoneNumberId) });
    expect(allowed.errors).toBeUndefined();
    expect(allowed.data._entities).toEqual([
      ...nothing,
      { __typename: 'Agent', id: 'a', phoneNumbers: { totalCount: 0 } },
    ]);
  });

  it.each([
    ['scope', 'numbers:write numbers:read'],
    ['scp', ['numbers:read']],
    ['scopes', ['numbers:write', 'numbers:read']],
    ['scp', 'numbers:read'],
  ])('is read from the claim %s: %j', async (claim, value) => {
    const token = await issuer.tokenOf('ada', { claims: { [claim]: value } });
    const { errors } = await app.graphql('{ numberVendors { vendor } }', {}, { authorization: `Bearer ${token}` });
    expect(errors).toBeUndefined();
  });

  it.each([
    ['roles', ['numbers:read']],
    ['scope', 'numbers:reader'],
    ['scope', { 'numbers:read': true }],
    ['scp', [7, null]],
  ])('is not read from %s: %j', async (claim, value) => {
    const token = await issuer.tokenOf('ada', { claims: { [claim]: value } });
    const { errors } = await app.graphql('{ numberVendors { vendor } }', {}, { authorization: `Bearer ${token}` });
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  it('shows operations to those who asked for them, and to those who operate the service', async () => {
    const purchase = 'mutation ($input: PurchaseNumberInput!) { purchaseNumber(input: $input) { operation { id } } }';
    const input = purchaseInput(vendor);
    const { data } = await ask(purchase, { as: 'grace', may: ['numbers:purchase'], variables: { input } });
    const variables = { id: data.purchaseNumber.operation.id, key: input['idempotencyKey'] };
    const query = `query ($id: ID!, $key: IdempotencyKey!) {
      byId: numberOperation(id: $id) { actor }
      byKey: numberOperation(idempotencyKey: $key) { actor }
      numberOperations { totalCount nodes { actor } }
    }`;
    const seen = async (as: string, ...may: Scope[]) => (await ask(query, { as, may, variables })).data;
    const graces = { actor: 'grace' };
    const whole = { byId: graces, byKey: graces, numberOperations: { totalCount: 1, nodes: [graces] } };
    expect(await seen('grace', 'numbers:read')).toEqual(whole);
    expect(await seen('ada', 'numbers:read')).toMatchObject({ byId: null, byKey: null });
    expect((await seen('ada', 'numbers:read')).numberOperations.nodes).not.toContainEqual(graces);
    expect(await seen('ada', 'numbers:read', 'numbers:operate')).toMatchObject({ byId: graces, byKey: graces });
    expect((await seen('ada', 'numbers:read', 'numbers:operate')).numberOperations.nodes).toContainEqual(graces);
  });

  it('is logged in one line for each field that was refused, however often it was asked for', async () => {
    app.logLines.length = 0;
    await ask('{ a: numberVendors { vendor } b: numberVendors { vendor } phoneNumbers { totalCount } }', { may: [] });
    const one = { level: 'warn', event: 'scope-missing', missing: 'numbers:read', actor: 'ada' };
    expect(securityEventsOf(app)).toMatchObject([
      { ...one, place: 'Query.numberVendors' },
      { ...one, place: 'Query.phoneNumbers' },
    ]);
  });
});

describe('the schema with scopes', () => {
  const sdl = readFileSync('schema/published/phone-numbers-with-scopes.graphql', 'utf8');

  it('composes, and tells a gateway what each field needs', () => {
    const { supergraphSdl, errors } = composeServices([
      { name: 'phone-numbers', typeDefs: parse(sdl) },
      { name: 'agents', typeDefs: agents },
    ]);
    expect(errors).toBeUndefined();
    expect(supergraphSdl).toMatch(/purchaseNumber[^@]*@requiresScopes\(scopes: \[\["numbers:purchase"\]\]\)/);
    expect(sdl.match(/^ .*@requiresScopes\(/gm)).toHaveLength(Object.keys(reads).length + 15 + 1);
  });

  it('differs from the plain one in nothing else', () => {
    const plain = readFileSync('schema/published/phone-numbers.graphql', 'utf8');
    const without = sdl
      .replaceAll(/ @requiresScopes\(scopes: \[\[[^\n]*\]\]\)/g, '')
      .replace(', "@requiresScopes"', '')
      .replace('directive @requiresScopes', 'directive @federation__requiresScopes');
    const lines = (text: string) => text.split('\n').filter((line) => line !== '');
    expect(lines(without)).toEqual(lines(plain));
  });
});

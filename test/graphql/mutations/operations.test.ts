import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codesOf, mutate, operationFields, payloadFields, type ShownOperation } from '../../support/mutations.ts';
import { buy, buyInto, purchaseInput } from '../../support/purchases.ts';
import { startTestApp, type TestApp } from '../../support/test-app.ts';
import { listed, unlisted, vendorWith } from '../../support/vendors.ts';

let app: TestApp;
beforeAll(async () => {
  // Reconciliation runs at the start only, so that what is open stays open.
  app = await startTestApp({ recoveryIntervalSeconds: 3_600 });
});
afterAll(() => app.stop());

const vendor = listed.name;
const { agents } = listed;

const LIST = `query ($filter: NumberOperationFilter, $first: Int, $after: String, $last: Int, $before: String) {
  numberOperations(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
    totalCount nodes { id kind status } edges { cursor node { id } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;
const list = async (variables: object) => (await app.graphql(LIST, variables)).data.numberOperations;

describe('one operation', () => {
  const find = (args: string) => app.graphql(`{ numberOperation${args} { ${operationFields} } }`);

  it('is found by its id and by its key, as the mutation answered it', async () => {
    const { operation } = await mutate(app, 'purchaseNumber', purchaseInput(vendor, { agentId: agents.first }));
    const byId = await find(`(id: "${operation?.id}")`);
    const byKey = await find(`(idempotencyKey: "${operation?.idempotencyKey}")`);
    expect(byId.data.numberOperation).toEqual(operation);
    expect(byKey.data.numberOperation).toEqual(operation);
  });

  it.each([['(id: "nothing")'], ['(idempotencyKey: "never-used")']])(
    'is null where there is none: %s',
    async (args) => {
      expect(await find(args)).toEqual({ status: 200, data: { numberOperation: null } });
    },
  );

  it.each([[''], ['(id: "a", idempotencyKey: "b")'], ['(id: null, idempotencyKey: null)']])(
    'has to be named in one way: %s',
    async (args) => {
      const { data, errors } = await find(args);
      expect(data).toEqual({ numberOperation: null });
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    },
  );

  it('says when it began and when it last changed, in the order of its history', async () => {
    const { operation } = await mutate(app, 'purchaseNumber', purchaseInput(vendor, { agentId: agents.first }));
    const { data } = await app.graphql('query ($id: ID!) { numberOperation(id: $id) { createdAt updatedAt actor } }', {
      id: operation?.id,
    });
    const times = operation?.history.map(({ at }) => at) ?? [];
    expect(times).toEqual(times.toSorted());
    expect(data.numberOperation).toEqual({ createdAt: times[0], updatedAt: times.at(-1), actor: null });
  });
});

describe('the history of an operation', () => {
  const steps = (last: string) => `history${last} { note status at }`;
  const read = (id: string | undefined, last: string) =>
    app.graphql(`query ($id: ID!) { numberOperation(id: $id) { ${steps(last)} all: ${steps('')} } }`, { id });

  it('shows the newest steps, oldest first', async () => {
    const { operation } = await mutate(app, 'purchaseNumber', purchaseInput(vendor, { agentId: agents.first }));
    const { length } = operation?.history ?? [];
    expect(length).toBeGreaterThan(2);
    for (const [last, shown] of [
      ['(last: 2)', operation?.history.slice(-2)],
      ['(last: 0)', []],
      ['(last: 500)', operation?.history],
      ['(last: null)', operation?.history],
    ] as const) {
      expect((await read(operation?.id, last)).data.numberOperation).toMatchObject({
        history: shown,
        all: operation?.history,
      });
    }
  });

  it('is 50 steps long unless more are asked for, however often its key is repeated', async () => {
    const limited = await startTestApp({ purchaseLimits: { inAll: 0, perActor: null } });
    const input = purchaseInput(vendor, { agentId: agents.first });
    for (let repeat = 1; repeat <= 30; repeat += 1) await mutate(limited, 'purchaseNumber', input);
    const { operation } = await mutate(limited, 'purchaseNumber', input);
    expect(operation?.history).toHaveLength(50);
    const query = 'query ($id: ID!) { numberOperation(id: $id) { history(last: 500) { at status note } } }';
    const { history } = (await limited.graphql(query, { id: operation?.id })).data.numberOperation;
    expect(history.length).toBeGreaterThan(60);
    expect(history.slice(-50)).toEqual(operation?.history);
    await limited.stop();
  });

  it.each(['(last: -1)', '(last: 501)'])('refuses %s', async (last) => {
    const { operation } = await mutate(app, 'purchaseNumber', purchaseInput(vendor, { agentId: agents.first }));
    const { errors } = await read(operation?.id, last);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'last' } }]);
  });
});

describe('the list of operations', () => {
  it('is newest first, and can be paged through in both directions', async () => {
    const number = await buy(app, vendor);
    const input = { phoneNumberId: number.id };
    for (const locked of [true, false, true, false]) await mutate(app, 'updateNumber', { ...input, locked });
    const filter = { phoneNumberId: number.id };
    const all = await list({ filter });
    const ids: string[] = all.nodes.map((node: ShownOperation) => node.id);
    expect(all.totalCount).toBe(5);
    expect(all.nodes.at(-1)).toMatchObject({ kind: 'PURCHASE' });

    const first = await list({ filter, first: 2 });
    const second = await list({ filter, first: 2, after: first.pageInfo.endCursor });
    const third = await list({ filter, first: 2, after: second.pageInfo.endCursor });
    const paged = [first, second, third].flatMap(({ nodes }) => nodes.map((node: ShownOperation) => node.id));
    expect(paged).toEqual(ids);
    expect([first, second, third].map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, true, false]);
    expect([first, second, third].map(({ totalCount }) => totalCount)).toEqual([5, 5, 5]);

    const last = await list({ filter, last: 2 });
    const beforeLast = await list({ filter, last: 2, before: last.pageInfo.startCursor });
    expect(last.nodes.map((node: ShownOperation) => node.id)).toEqual(ids.slice(3));
    expect(beforeLast.nodes.map((node: ShownOperation) => node.id)).toEqual(ids.slice(1, 3));
    expect(beforeLast.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: true });
  });

  it('can be narrowed to states and kinds', async () => {
    const { payload: open } = await buyInto(app, vendor, { fault: { kind: '500-after' } });
    const failed = await mutate(app, 'purchaseNumber', purchaseInput(vendor, { areaCode: '555' }));
    await buy(app, unlisted.name);

    const pending = await list({ filter: { statuses: ['PENDING'] } });
    expect(pending.nodes.map((node: ShownOperation) => node.id)).toContain(open.operation?.id);
    const ended = await list({ filter: { statuses: ['FAILED', 'NEEDS_ATTENTION'], kinds: ['PURCHASE'] } });
    expect(ended.nodes.map((node: ShownOperation) => node.id)).toContain(failed.operation?.id);
    for (const { status, kind } of ended.nodes) expect([status, kind]).toEqual(['FAILED', 'PURCHASE']);
    expect((await list({ filter: { kinds: ['SIP_CREATE'] } })).totalCount).toBe(0);
    expect((await list({ filter: { statuses: ['SUCCEEDED'], kinds: null } })).totalCount).toBeGreaterThan(0);
  });

  it.each([
    ['no such state', { statuses: [] }],
    ['no such kind', { kinds: [] }],
    ['no such number', { phoneNumberId: 'nothing' }],
  ])('is empty where %s is let through', async (_what, filter) => {
    expect(await list({ filter })).toMatchObject({ totalCount: 0, nodes: [] });
  });

  it.each([
    ['too many', { first: 501 }],
    ['fewer than none', { first: -1 }],
    ['both ends', { first: 1, last: 1 }],
    ['a cursor that is none', { after: 'here' }],
  ])('refuses to show a page of %s', async (_what, variables) => {
    const { errors } = await app.graphql(LIST, variables);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});

describe('a caller reads what it wrote', () => {
  it('in the next request, without asking the vendor', async () => {
    const number = await buy(app, vendor, { label: 'Just bought' });
    app.sandbox.control.clearCalls();
    const { data } = await app.graphql(
      'query ($contains: String) { phoneNumbers(filter: { contains: $contains }) { nodes { ... on PhoneNumberRecord { id label } } } }',
      { contains: number.address },
    );
    expect(data.phoneNumbers.nodes).toEqual([{ id: number.id, label: 'Just bought' }]);
    expect(app.sandbox.control.calls()).toEqual([]);
  });

  it('in the second of two mutations in one request, and in its own answer', async () => {
    const number = await buy(app, vendor, { label: 'First' });
    const { data } = await app.graphql(
      `mutation ($rename: UpdateNumberInput!, $link: LinkNumberToAgentInput!, $again: UpdateNumberInput!) {
        first: updateNumber(input: $rename) { ${payloadFields} }
        second: linkNumberToAgent(input: $link) { ${payloadFields} }
        third: updateNumber(input: $again) { ${payloadFields} }
      }`,
      {
        rename: { phoneNumberId: number.id, label: 'Second' },
        link: { phoneNumberId: number.id, agentId: agents.second },
        again: { phoneNumberId: number.id, label: 'Third' },
      },
    );
    const agent = { id: agents.second };
    expect(data.first.phoneNumber).toMatchObject({ label: 'Second', agent: null });
    expect(data.second.phoneNumber).toMatchObject({ label: 'Second', agent });
    expect(data.third.phoneNumber).toMatchObject({ label: 'Third', agent });
    expect(data.third.operation.phoneNumber).toEqual(data.third.phoneNumber);
  });

  it('in two purchases in one request, which differ by their keys alone', async () => {
    const shared = purchaseInput(unlisted.name);
    const document = `mutation ($a: PurchaseNumberInput!, $b: PurchaseNumberInput!, $c: PurchaseNumberInput!) {
      a: purchaseNumber(input: $a) { ${payloadFields} }
      b: purchaseNumber(input: $b) { ${payloadFields} }
      c: purchaseNumber(input: $c) { ${payloadFields} }
    }`;
    const other = { ...shared, idempotencyKey: randomUUID() };
    const { data } = await app.graphql(document, { a: shared, b: other, c: shared });
    expect(data.c).toEqual(data.a);
    expect(data.b.phoneNumber.address).not.toBe(data.a.phoneNumber.address);
  });
});

it('one key belongs to one change, of whichever kind', async () => {
  const input = purchaseInput(vendor);
  await mutate(app, 'purchaseNumber', input);
  const payload = await mutate(app, 'createSipNumber', {
    idempotencyKey: input['idempotencyKey'],
    vendor: vendorWith('SIP_CREATE').name,
    sipPrefix: 'other-kind',
    username: 'desk-user',
    password: 'long enough',
  });
  expect(codesOf(payload)).toEqual(['IDEMPOTENCY_KEY_REUSED']);
});

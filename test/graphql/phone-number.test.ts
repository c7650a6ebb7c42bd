import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toNumberId } from '../../src/domain/number-id.ts';
import { addListedNumbers, adopt, answersWithin, dataOf, type ListedNumber, listNumbers } from '../support/numbers.ts';
import { type Answer, startTestApp, type TestApp } from '../support/test-app.ts';
import { unknownIdAmong } from '../support/vendor-contract/harness.ts';
import { listed, unlisted } from '../support/vendors.ts';

const query = `query One($id: ID!, $maxAge: Int) {
  phoneNumber(id: $id, maxAge: $maxAge) {
    ... on PhoneNumberRecord { id vendor vendorId address label status agent { id } syncedAt }
  }
}`;

/** In the account from the start, without an agent. */
const { id: vendorId, number: address } = listed.seededNumber(
  ({ kind, agentId }) => kind === 'PSTN' && agentId === null,
);
const id = toNumberId(listed.name, vendorId);

describe('a phone number by its id', () => {
  let app: TestApp;

  beforeEach(async () => {
    app = await startTestApp({ vendorTimeoutMs: 3_000 });
    await listNumbers(app, { maxAge: 0 });
    app.sandbox.control.clearCalls();
  });
  afterEach(() => app.stop());

  const ask = (variables: object): Promise<Answer> => app.graphql(query, variables);
  const read = async (variables: object): Promise<ListedNumber> => dataOf(await ask(variables)).phoneNumber;
  const calls = () => app.sandbox.control.calls().map(({ vendor, operation }) => `${operation} at ${vendor}`);
  /** Changes the number behind the service's back, so that a fresh answer can be told from an old one. */
  const linkElsewhere = (): void => {
    app.sandbox.control.removeNumber(listed.name, vendorId);
    app.sandbox.control.addNumber({ vendor: listed.name, id: vendorId, number: address, agentId: 'somebody' });
  };

  it('is answered from what is known, without a call', async () => {
    expect(await read({ id })).toMatchObject({
      id,
      vendor: listed.name,
      vendorId,
      address,
      agent: null,
    });
    expect(await read({ id, maxAge: 60 })).toMatchObject({ id });
    expect(calls()).toEqual([]);
  });

  it.each([
    ['of nobody', toNumberId(listed.name, unknownIdAmong([vendorId]))],
    ['of no vendor', Buffer.from('ACME:1').toString('base64url')],
    ['that is a telephone number', address],
    ['that is the id at the vendor', vendorId],
    ['that is empty', ''],
    ['that is long', 'x'.repeat(10_000)],
  ])('is null for an id %s, whatever age is asked for', async (_title, unknownId) => {
    for (const maxAge of [null, 0]) {
      const answer = await ask({ id: unknownId, maxAge });
      expect(answer).toEqual({ status: 200, data: { phoneNumber: null } });
    }
    expect(calls()).toEqual([]);
  });

  it('is read from the vendor by one call where age 0 is asked for', async () => {
    linkElsewhere();
    expect(await read({ id })).toMatchObject({ agent: null });
    const before = await read({ id });
    const after = await read({ id, maxAge: 0 });
    expect(after).toMatchObject({ agent: { id: 'somebody' } });
    expect(Date.parse(after.syncedAt)).toBeGreaterThan(Date.parse(before.syncedAt));
    expect(calls()).toEqual([`get at ${listed.name}`]);
  });

  it('is read once for many callers at the same time', async () => {
    linkElsewhere();
    app.sandbox.control.addFault({ vendor: listed.name, operation: 'get', kind: 'late', delayMs: 500 });
    // Tried again where a busy machine let one of them come after a read had ended.
    await vi.waitFor(
      async () => {
        app.sandbox.control.clearCalls();
        const numbers = await Promise.all(Array.from({ length: 10 }, () => read({ id, maxAge: 0 })));
        expect(new Set(numbers.map(({ agent }) => JSON.stringify(agent)))).toEqual(new Set(['{"id":"somebody"}']));
        // The read that the first caller began is too old for those who came later; one more serves them all.
        expect(calls().length).toBeLessThanOrEqual(2);
      },
      { timeout: 20_000 },
    );
  });

  it('is the last known one while the vendor is down', async () => {
    const known = await read({ id });
    app.sandbox.control.addFault({ vendor: listed.name, kind: 'hang' });
    expect(await read({ id, maxAge: 0 })).toEqual(known);
  });

  it('is UNKNOWN once a vendor that has no list finds it no more, and ACTIVE again once it does', async () => {
    const { name } = unlisted;
    const number = app.sandbox.control.addNumber({ vendor: name, number: '+12125557003' });
    const adopted = await adopt(app, name, number.id);
    app.sandbox.control.removeNumber(name, number.id);
    expect(await read({ id: adopted, maxAge: 0 })).toMatchObject({ status: 'UNKNOWN', address: number.number });
    app.sandbox.control.addNumber({ vendor: name, id: number.id, number: number.number });
    expect(await read({ id: adopted, maxAge: 0 })).toMatchObject({ status: 'ACTIVE' });
  });

  it('stays readable after it has left the account, and is not asked for again', async () => {
    app.sandbox.control.removeNumber(listed.name, vendorId);
    await listNumbers(app, { maxAge: 0 });
    app.sandbox.control.clearCalls();
    expect(await read({ id, maxAge: 0 })).toMatchObject({ status: 'RELEASED', address });
    expect(calls()).toEqual([]);
  });

  it('complains about an age below 0', async () => {
    const { status, errors } = await ask({ id, maxAge: -1 });
    expect(status).toBe(200);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'maxAge' } }]);
  });

  it('is read together with others in one query, each by its own alias', async () => {
    addListedNumbers(app, 3);
    const { edges } = await listNumbers(app, { maxAge: 0 });
    const fields = edges.map(
      ({ node }, index) => `n${index}: phoneNumber(id: "${node.id}") { ... on PhoneNumberRecord { address } }`,
    );
    const data = dataOf(await app.graphql(`{ ${fields.join('\n')} }`));
    expect(Object.values(data)).toEqual(edges.map(({ node }) => ({ address: node.address })));
  });
});

describe('a phone number that is older than the configured age', () => {
  it('is answered at once and refreshed in the background', async () => {
    const app = await startTestApp({ maxAgeSeconds: 0, vendorTimeoutMs: 10_000 });
    try {
      await listNumbers(app, { maxAge: 0 });
      app.sandbox.control.removeNumber(listed.name, vendorId);
      app.sandbox.control.addNumber({ vendor: listed.name, id: vendorId, number: address, agentId: 'somebody' });
      app.sandbox.control.addFault({ vendor: listed.name, operation: 'get', kind: 'late', delayMs: 3_000, times: 1 });
      const agentNow = async () => dataOf(await app.graphql(query, { id })).phoneNumber.agent;
      expect(await answersWithin(900, agentNow)).toBeNull();
      await vi.waitFor(async () => expect(await agentNow()).toEqual({ id: 'somebody' }), { timeout: 20_000 });
    } finally {
      await app.stop();
    }
  });
});

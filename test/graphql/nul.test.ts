import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mutate } from '../support/mutations.ts';
import { countCalls } from '../support/purchases.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { vendorWith } from '../support/vendors.ts';

/** No database of ours may hold it, so that no id, label or address has it. */
const NUL = '\u0000';
/** An emoji cut in two. As UTF-8 there is no such thing: it would be stored, and sent, as another character. */
const HALF = '😀'.slice(0, 1);

describe('a NUL character', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());

  it.each([
    ['an id', 'query ($value: ID!) { phoneNumber(id: $value) { __typename } }', `x${NUL}`, '$value'],
    [
      'a filter',
      'query ($value: PhoneNumberFilter) { phoneNumbers(filter: $value) { totalCount } }',
      { contains: NUL },
      '$value.contains',
    ],
    ['a key', 'query ($value: IdempotencyKey) { numberOperation(idempotencyKey: $value) { id } }', NUL, '$value'],
  ])('in %s of a query is refused, and its place named', async (_what, query, value, place) => {
    const { status, data, errors } = await app.graphql(query, { value });
    expect({ status, data }).toEqual({ status: 400, data: undefined });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]).toMatchObject({ message: `${place} contains a NUL character.` });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('in the document of a query is refused', async () => {
    const { status, errors } = await app.graphql(
      '{ phoneNumbers(filter: { startsWith: "+1\\u0000" }) { totalCount } }',
    );
    expect(status).toBe(400);
    expect(errors?.[0]?.message).toBe('A text of this request contains a NUL character.');
  });

  it.each([
    ['updateNumber', { phoneNumberId: 'x', label: `Desk${NUL}` }, ['input', 'label']],
    ['linkNumberToAgent', { phoneNumberId: NUL, agentId: 'x' }, ['input', 'phoneNumberId']],
    ['settleNumberOperation', { operationId: 'x', failed: true, note: NUL }, ['input', 'note']],
  ])('in the input of %s is a user error that names the member', async (mutation, input, field) => {
    const { userErrors, operation } = await mutate(app, mutation, input);
    expect(operation).toBeNull();
    expect(userErrors).toMatchObject([
      { code: 'INVALID_INPUT', field, message: 'A NUL character is not allowed here.' },
    ]);
  });

  it('in a representation makes that entity unknown, and leaves those beside it', async () => {
    const representations = [
      { __typename: 'Agent', id: NUL },
      { __typename: 'PstnNumber', id: NUL },
      { __typename: 'Agent', id: 'somebody' },
    ];
    const { data } = await app.graphql(
      'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Agent { id } } }',
      { representations },
    );
    expect(data._entities).toEqual([null, null, { id: 'somebody' }]);
  });
});

describe('half of a surrogate pair', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());

  it('in a query is refused, and its place named', async () => {
    const query = 'query ($value: PhoneNumberFilter) { phoneNumbers(filter: $value) { totalCount } }';
    const { status, errors } = await app.graphql(query, { value: { contains: HALF } });
    expect(status).toBe(400);
    const message = '$value.contains contains half of a character (a lone surrogate).';
    expect(errors).toMatchObject([{ message, extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it.each([
    ['createSipNumber', 'password'],
    ['createSipNumber', 'username'],
    ['createSipNumber', 'label'],
    ['importSipNumber', 'password'],
  ])('in an input of %s is refused, and the %s named, before anything is sent', async (mutation, member) => {
    const { name } = vendorWith('SIP_CREATE', 'SIP_IMPORT');
    const specific =
      mutation === 'createSipNumber'
        ? { sipPrefix: 'half-desk' }
        : { number: '+12015557391', terminationUri: 'trunk.example.com' };
    const login = { username: 'desk-user', password: 'long enough' };
    const input = { idempotencyKey: 'half', vendor: name, ...specific, ...login, [member]: `secret ${HALF}` };
    const payload = await mutate(app, mutation, input);
    expect(payload.operation).toBeNull();
    const message = 'Half of a character (a lone surrogate) is not allowed here.';
    expect(payload.userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: ['input', member], message }]);
    expect(countCalls(app, name, 'createSip') + countCalls(app, name, 'import')).toBe(0);
  });

  it('in a representation makes that entity unknown', async () => {
    const { data } = await app.graphql(
      'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Agent { id } } }',
      { representations: [{ __typename: 'Agent', id: HALF }] },
    );
    expect(data._entities).toEqual([null]);
  });
});

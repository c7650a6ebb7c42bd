import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { linesOf } from '../support/numbers.ts';
import { sendGraphql, startTestApp, type TestApp } from '../support/test-app.ts';
import { listed } from '../support/vendors.ts';

/** Every part of every password below holds this word, so that not even a part of one gets through unseen. */
const WORD = 'SESAME';
const leak = /SESA|sesa|48151/;
const NUMBER = 4815162342;
const HUGE = 48151623424815;

const passwords = [
  WORD,
  `${WORD}; ${WORD}`,
  `${WORD}" at "input.${WORD}"; ${WORD}`,
  `${WORD} Value "${WORD}" does not exist in "${WORD}" enum. ${WORD}`,
  `${WORD}\n${WORD}, found ${WORD}: ${WORD}`,
  `${WORD} cannot represent ${WORD}: ${WORD}`,
] as const;

const mutation = `mutation Import($input: ImportSipNumberInput!) {
  importSipNumber(input: $input) { userErrors { code message field } }
}`;

const good = {
  idempotencyKey: 'import-1',
  vendor: listed.name,
  number: '+12125550188',
  terminationUri: 'example.pstn.twilio.com',
  username: 'trunk-user',
} as const;

describe('an error of GraphQL', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());
  beforeEach(() => {
    app.logLines.length = 0;
  });

  /** Sends a request that cannot be right, and sees to it that neither the answer nor the log says too much. */
  const refused = async (body: object): Promise<string> => {
    const answer = await sendGraphql(app.url, body);
    expect(answer.errors?.length).toBeGreaterThan(0);
    const codes = new Set(answer.errors?.map(({ extensions }) => extensions?.['code']));
    expect([...codes]).toEqual([expect.stringMatching(/^(BAD_USER_INPUT|BAD_REQUEST|GRAPHQL_\w+_FAILED)$/)]);
    const everything = [JSON.stringify(answer), ...app.logLines].join('\n');
    expect(everything).not.toMatch(leak);
    expect(linesOf(app).filter(({ level }) => level === 'error')).toEqual([]);
    return answer.errors?.map(({ message }) => message).join('\n') ?? '';
  };

  describe.each(passwords)('about variables with the password %j', (password) => {
    const { username, ...withoutUser } = good;
    it.each<[string, object]>([
      ['a member is missing', { ...withoutUser, password }],
      ['a member is null', { ...good, password, username: null }],
      ['a member is unknown', { ...good, password, colour: 'red' }],
      ['a member is of the wrong type', { ...good, password, label: 7 }],
      ['it stands in a list', { ...good, password: [password] }],
      ['it stands in an object', { ...good, password: { text: password } }],
      ['it stands where a vendor should', { ...good, password, vendor: password }],
      ['it stands where an object should', { ...good, password, inboundRouting: password }],
      ['it stands for an agent, in a list', { ...good, agentId: [password], password }],
      ['it stands for a number, in a list', { ...good, number: [password], password }],
      ['it stands for the key, in an object', { ...good, idempotencyKey: { password }, password }],
    ])('does not repeat it where %s', async (_title, input) => {
      expect(await refused({ query: mutation, variables: { input } })).toMatch(/^Variable "\$input" is not right/);
    });

    it.each<[string, unknown]>([
      ['the input', password],
      ['the input, in a list', [{ ...good, password }]],
      ['all variables', undefined],
    ])('does not repeat it where it stands for %s', async (_title, input) => {
      await refused({ query: mutation, variables: input === undefined ? password : { input } });
    });

    it('does not repeat it where the query is not there, or is none', async () => {
      const variables = { input: { ...good, password } };
      await refused({ variables });
      await refused({ query: '', variables });
      await refused({ query: '{', variables });
      await refused({ query: { password }, variables });
      await refused({ query: mutation, operationName: { password }, variables });
      await refused({ query: mutation, extensions: password, variables });
    });

    it('does not repeat it where it is part of the document', async () => {
      const text = JSON.stringify(password);
      const block = `"""${password.replaceAll('"', "'")}"""`;
      const around = (literal: string) => `mutation { importSipNumber(input: { ${literal} }) { userErrors { code } } }`;
      const rest = `idempotencyKey: "k", vendor: ${listed.name}, number: "+12125550188", terminationUri: "example.com"`;
      for (const literal of [text, block]) {
        await refused({ query: around(`${rest}, password: ${literal}`) });
        await refused({ query: around(`${rest}, username: "u", password: [${literal}]`) });
        await refused({ query: around(`${rest}, username: "u", password: { text: ${literal} }`) });
        await refused({ query: around(`${rest}, username: "u", password: ${literal}, vendor: ${literal}`) });
        await refused({ query: around(`${rest}, username: "u", password: ${literal}, inboundRouting: ${literal}`) });
        await refused({ query: around(`${rest}, username: "u", password ${literal}`) });
        await refused({ query: around(`${rest}, username: "u", ${literal}: "password"`) });
        await refused({ query: around(`${rest}, username: "u", password: ${literal}`).slice(0, -12) });
        await refused({ query: `${literal}` });
        await refused({ query: `mutation ${literal} { a }` });
      }
    });
  });

  it('does not repeat a password whose quotes were forgotten', async () => {
    const around = (literal: string) =>
      `mutation { importSipNumber(input: { idempotencyKey: "k", vendor: ${listed.name}, number: "+12125550188", terminationUri: "example.com",
        username: "u", password: ${literal} }) { userErrors { code } } }`;
    await refused({ query: around(WORD) });
    await refused({ query: around(String(NUMBER)) });
    await refused({ query: around(`-${NUMBER}.5e3`) });
    await refused({ query: around(`"${WORD}`) });
    await refused({ query: around(`'${WORD}'`) });
    await refused({ query: around(`1${WORD}`) });
    await refused({ query: around(`"\\u${WORD}"`) });
    await refused({ query: around(`"\\u{${WORD}}"`) });
    await refused({ query: around(`"\\${WORD}"`) });
    await refused({ query: around(`"u" ${NUMBER}`) });
    await refused({ query: around(`"u" "${WORD}"`) });
  });

  it.each([NUMBER, HUGE, NUMBER + 0.5, true])('does not repeat a password that is the number %d', async (password) => {
    const input = { ...good, password };
    expect(await refused({ query: mutation, variables: { input } })).toBe(
      'Variable "$input" is not right at "input.password": String cannot represent a non string value.',
    );
    await refused({ query: mutation, variables: { input: { ...input, password: WORD, locked: password } } });
    await refused({ query: '{ phoneNumbers(first: $n) { totalCount } }', variables: { n: password } });
    await refused({ query: 'query ($n: Int) { phoneNumbers(first: $n) { totalCount } }', variables: { n: `${WORD}` } });
    await refused({ query: `{ phoneNumbers(first: "${WORD}") { totalCount } }` });
    await refused({ query: `{ phoneNumbers(first: ${HUGE}) { totalCount } }` });
  });

  it('does not repeat an input whose fault shows only when its variables are filled in', async () => {
    const query = `mutation Import($username: String = "u") {
      importSipNumber(input: {
        idempotencyKey: "k", vendor: ${listed.name}, number: "+12125550188", terminationUri: "example.com", username: $username, password: "${WORD}"
      }) { userErrors { code } }
    }`;
    await refused({ query, variables: { username: null } });
  });

  it.each([
    ['subscription { numbers }', 'subscription { numbers }'],
    ['one of several operations', 'query Other { __typename } subscription Numbers { numbers }'],
  ])('says that there are no subscriptions: %s', async (_title, query) => {
    const message = await refused({ query, operationName: 'Numbers', variables: { password: WORD } });
    expect(message).toBe('There is no subscription in this schema.');
  });

  it('says what is wrong with some of a hundred wrong variables', async () => {
    const query = 'query ($vendors: [NumberVendor!]) { phoneNumbers(filter: { vendors: $vendors }) { totalCount } }';
    const wrong = Array.from({ length: 100 }, () => 'NOBODY');
    const messages = (await refused({ query, variables: { vendors: wrong } })).split('\n');
    expect(messages).toHaveLength(11);
    expect(messages[0]).toContain('"NumberVendor" enum');
  });

  it.each<[string, unknown]>([
    ['another hash', { version: 1, sha256Hash: 'bad' }],
    ['no hash', { version: 1 }],
    ['an object for a hash', { version: 1, sha256Hash: { password: WORD } }],
    ['another version', { version: 2, sha256Hash: WORD }],
    ['no version', { sha256Hash: WORD }],
    ['no object', WORD],
  ])('says what is wrong with a persisted query that has %s', async (_title, persistedQuery) => {
    const variables = { password: WORD };
    expect(await refused({ query: '{ __typename }', variables, extensions: { persistedQuery } })).toMatch(
      /^(provided sha does not match query|Unsupported persisted query version)$/,
    );
  });

  it('says what is wrong, and where', async () => {
    const { username, ...withoutUser } = good;
    const input = { ...withoutUser, password: WORD };
    expect(await refused({ query: mutation, variables: { input } })).toBe(
      'Variable "$input" is not right: Field "username" of required type "String!" was not provided.',
    );
    const unknown = await refused({
      query: mutation,
      variables: { input: { ...good, password: WORD, userName: 'x' } },
    });
    expect(unknown).toMatch(
      /^Variable "\$input" is not right: Field "userName" is not defined by type "ImportSipNumberInput"\./,
    );
    expect(unknown).toContain('"username"');
    expect(await refused({ query: '{ phoneNumbers { total } }' })).toMatch(/^Cannot query field "total" on type/);
    expect(await refused({ query: 'mutation Import($input: ImportSipNumberInput!) {' })).toMatch(/^Syntax Error: /);
  });
});

describe('an error of this service', () => {
  it('is reported to the caller without its reason, with the id it is logged under', async () => {
    const app = await startTestApp();
    try {
      const database = new DatabaseSync(join(app.dataDir, 'sandbox.db'));
      // The service runs in this process: SQLite's own waiting would keep it from letting go of the file.
      await vi.waitFor(() => database.exec('ALTER TABLE vendor_syncs RENAME TO mislaid'));
      database.close();
      const answer = await app.graphql('{ numberVendors { lastSyncedAt } }', {}, { 'x-request-id': 'call-7' });
      expect(answer).toEqual({
        status: 200,
        data: { numberVendors: null },
        errors: [
          {
            message: 'Something went wrong here. Nothing is known to be wrong with the request.',
            path: ['numberVendors'],
            locations: [{ line: 1, column: 3 }],
            extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'call-7' },
          },
        ],
      });
      const logged = linesOf(app).filter((line) => line['requestId'] === 'call-7' && line['level'] === 'error');
      expect(logged).toHaveLength(1);
      expect(JSON.stringify(logged)).toContain('vendor_syncs');
    } finally {
      await app.stop();
    }
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mutate } from '../support/mutations.ts';
import { adopt, watch } from '../support/numbers.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { listed } from '../support/vendors.ts';

const MEBIBYTE = 1024 * 1024;
const refusal = {
  message: 'This answer would be larger than 8 MiB: ask for fewer fields, or for smaller pages.',
  extensions: { code: 'BAD_USER_INPUT' },
};
const aliases = (count: number, field: string, name = 'a') =>
  Array.from({ length: count }, (_, index) => `${name}${index}: ${field}`).join(' ');
const LABEL = 'é"'.repeat(127);

describe('an answer', () => {
  let app: TestApp;
  let representations: object[];
  beforeAll(async () => {
    app = await startTestApp();
    const [number] = app.sandbox.control.numbers(listed.name);
    const id = await adopt(app, listed.name, number?.id ?? '');
    await mutate(app, 'updateNumber', { phoneNumberId: id, label: LABEL });
    representations = Array(500).fill({ __typename: 'PstnNumber', id });
  });
  afterAll(() => app.stop());

  const query = (fields: string) =>
    `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on PstnNumber { ${fields} } } }`;

  it.each([
    ['names that are long', aliases(6, '__typename', 'x'.repeat(4_000))],
    ['names and texts that are long', `${aliases(14, 'label')} ${aliases(3, '__typename', 'x'.repeat(3_400))}`],
  ])('is refused beyond 8 MiB of %s, without a line of error', async (_title, fields) => {
    const { answer, errorLines } = await watch(app, query(fields), { representations });
    expect(answer).toEqual({ status: 400, errors: [refusal] });
    expect(errorLines).toEqual([]);
  });

  it('is sent if it is almost as large', async () => {
    const response = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: query(aliases(4, '__typename', 'x'.repeat(4_100))),
        variables: { representations },
      }),
    });
    expect(response.status).toBe(200);
    const size = (await response.arrayBuffer()).byteLength;
    expect(size).toBeLessThan(8 * MEBIBYTE);
    expect(size).toBeGreaterThan(7.8 * MEBIBYTE);
  });

  it('to changes says that they have been made', async () => {
    const { answer, errorLines } = await watch(
      app,
      `mutation { ${aliases(20, 'unlinkNumberFromAgent(input: { phoneNumberId: "nobody" }) { ...Answer }')} }
      fragment Answer on NumberPayload { ${'x'.repeat(500_000)}: __typename }`,
    );
    const message = `${refusal.message} The changes of this request have been made; numberOperation tells what came of each key.`;
    expect(answer).toEqual({ status: 200, errors: [{ ...refusal, message }] });
    expect(errorLines).toEqual([]);
  });

  it('holds at most 20 errors', async () => {
    for (const query of [`{ ${aliases(200, 'nothing')} }`, `{ ${aliases(100, 'numberOperation { id }')} }`]) {
      const { answer, errorLines } = await watch(app, query);
      expect(answer.errors).toHaveLength(20);
      expect(errorLines).toEqual([]);
    }
  });
});

import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { createOpenApiJudge } from '../support/openapi.ts';

const phoneNumbers = '/v1/phone-numbers';
const id = '0d3f1a77-6b0e-4f0e-9a55-2a0d5b6c7e21';

it.each([
  ['oneinbox', 'number', 'POST', `${phoneNumbers}/purchase`, 201],
  ['oneinbox', 'registered-number', 'POST', phoneNumbers, 201],
  ['oneinbox', 'search-array', 'GET', `${phoneNumbers}/search`, 200],
  ['oneinbox', 'search-items', 'GET', `${phoneNumbers}/search`, 200],
  ['oneinbox', 'validation-error', 'POST', phoneNumbers, 422],
  ['vogent', 'number', 'GET', `/phone_numbers/${id}`, 200],
  ['vogent', 'unlinked-number', 'PUT', `/phone_numbers/${id}`, 200],
  ['vogent', 'sip-user', 'POST', '/phone_numbers', 200],
  ['vogent', 'first-page', 'GET', '/phone_numbers', 200],
  ['vogent', 'last-page', 'GET', '/phone_numbers', 200],
  ['vogent', 'search', 'POST', '/phone_numbers/search', 200],
] as const)('what %s is recorded to answer, %s, is what it describes', async (vendor, name, method, path, status) => {
  const judge = await createOpenApiJudge(vendor);
  const file = new URL(`./${vendor}/fixtures/${name}.json`, import.meta.url);
  const body: unknown = JSON.parse(await readFile(file, 'utf8'));
  expect(judge.response({ method, path }, { status, body })).toEqual([]);
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/test-app.ts';

describe('how long an answer may be kept', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());

  const cacheControlOf = async (query: string): Promise<string | null> => {
    const response = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    await response.text();
    return response.headers.get('cache-control');
  };

  it.each([
    '{ numberVendors { vendor title capabilities } }',
    '{ __typename numberVendors { ...Rules } } fragment Rules on NumberVendorAccount { rules { areaCode sipLoginLength { min } } }',
  ])('is a minute for what a vendor asks for: %s', async (query) => {
    expect(await cacheControlOf(query)).toBe('private, max-age=60');
  });

  it.each([
    '{ phoneNumbers { totalCount } }',
    '{ phoneNumbers(maxAge: 0) { outages { vendor } refreshing } }',
    '{ phoneNumber(id: "none") { __typename } }',
    '{ _entities(representations: [{ __typename: "Agent", id: "agent" }]) { ... on Agent { phoneNumbers { totalCount } } } }',
    '{ numberOperations { totalCount } }',
    '{ numberVendors { title available } }',
    '{ numberVendors { title lastSyncedAt } }',
    '{ numberVendors { ...State } } fragment State on NumberVendorAccount { availableSince }',
    '{ numberVendors { title } phoneNumbers { totalCount } }',
    '{ numberVendors { title } phoneNumbers(first: -1) { totalCount } }',
    '{ numberVendors { nothing } }',
    'mutation { adoptNumber(input: { vendor: VOGENT_ }) { __typename } }',
    '{ _service { sdl } }',
    '{ __schema { queryType { name } } }',
    '{ __typename }',
  ])('is not at all: %s', async (query) => {
    expect(await cacheControlOf(query)).toBe('no-store');
  });
});

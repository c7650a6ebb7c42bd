import { beforeAll, describe, expect, it } from 'vitest';
import { createPostgresDatabase } from '../support/databases.ts';
import { type Story, tellStory } from '../support/engine-story.ts';
import { startTestApp } from '../support/test-app.ts';
import { listed } from '../support/vendors.ts';

describe('a service on PostgreSQL', () => {
  let onPostgres: Story;
  let onSqlite: Story;
  beforeAll(async () => {
    [onPostgres, onSqlite] = await Promise.all([tellStory('PostgreSQL'), tellStory('SQLite')]);
  });

  it.each(['changes', 'orders', 'filters', 'agents', 'operations'] as const)('answers as on SQLite: %s', (chapter) => {
    expect(onPostgres[chapter]).toEqual(onSqlite[chapter]);
  });

  it('is asked for no text that it cannot hold, in whichever member of a representation', async () => {
    const { url, drop } = await createPostgresDatabase();
    const app = await startTestApp({ databaseUrl: url });
    const NUL = '\u0000';
    const representations = [
      { __typename: 'PstnNumber', id: NUL },
      { __typename: 'PstnNumber', vendor: listed.name, vendorId: NUL },
      { __typename: 'PstnNumber', address: NUL },
      { __typename: 'NumberOperation', id: NUL },
      { __typename: 'Agent', id: NUL },
      { __typename: 'Agent', id: 'somebody' },
    ];
    const query =
      'query ($all: [_Any!]!) { _entities(representations: $all) { ... on Agent { phoneNumbers { totalCount } } } }';
    const answer = await app.graphql(query, { all: representations });
    await app.stop();
    await drop();
    expect(answer).toEqual({
      status: 200,
      data: { _entities: [null, null, null, null, null, { phoneNumbers: { totalCount: 0 } }] },
    });
  });

  it('has done what is compared', () => {
    const text = JSON.stringify(onPostgres);
    for (const sign of ['Über', 'IDEMPOTENCY_KEY_REUSED', 'NUMBER_LOCKED', 'RELEASED', 'sip:desk-0', '😀']) {
      expect(text).toContain(sign);
    }
    expect(text).not.toContain('INTERNAL_SERVER_ERROR');
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { type Story, tellStory } from '../support/engine-story.ts';

describe('a service on PostgreSQL', () => {
  let onPostgres: Story;
  let onSqlite: Story;
  beforeAll(async () => {
    [onPostgres, onSqlite] = await Promise.all([tellStory('PostgreSQL'), tellStory('SQLite')]);
  });

  it.each(['changes', 'orders', 'filters', 'agents', 'operations'] as const)('answers as on SQLite: %s', (chapter) => {
    expect(onPostgres[chapter]).toEqual(onSqlite[chapter]);
  });

  it('has done what is compared', () => {
    const text = JSON.stringify(onPostgres);
    for (const sign of ['Über', 'IDEMPOTENCY_KEY_REUSED', 'NUMBER_LOCKED', 'RELEASED', 'sip:desk-0', '😀']) {
      expect(text).toContain(sign);
    }
    expect(text).not.toContain('INTERNAL_SERVER_ERROR');
  });
});

import { DatabaseSync } from 'node:sqlite';
import { expect, it, vi } from 'vitest';
import { SqliteStatements } from '../../src/database/sqlite-statements.ts';

it('a file keeps its statements as long as they are few', () => {
  const file = new DatabaseSync(':memory:');
  const prepare = vi.spyOn(file, 'prepare');
  const statements = new SqliteStatements(file);
  const run = (from: number, to: number) => {
    for (let index = from; index < to; index += 1) statements.run(`select ${index} as value`, []);
    return prepare.mock.calls.length;
  };
  expect([run(0, 500), run(0, 500)]).toEqual([500, 500]);
  // One more, and none of them is kept: whoever has so many has made them up.
  expect([run(500, 501), run(0, 1)]).toEqual([501, 502]);
  file.close();
});

import { expect, it } from 'vitest';
import { z } from 'zod';
import { type Page, readAllPages } from '../../src/vendors/read-all-pages.ts';
import { listOf } from '../../src/vendors/texts.ts';

/** Reads a list that `toPage` makes up; returns how many pages and items were given, and why no more were. */
async function read(toPage: (number: number) => Page<string>, maxPages = 1_100) {
  let number = 0;
  const all = readAllPages({
    readPage: async () => {
      number += 1;
      return toPage(number);
    },
    maxPages,
    toIncomplete: (why) => new Error(why),
  });
  let items = 0;
  const failure = await (async () => {
    for await (const page of all) items += page.length;
    return null;
  })().catch(String);
  return { pages: number, items, failure };
}

it('sends no cursor back that is longer than 2,048 characters, and gives the page that it came with', async () => {
  const long = await read((number) => ({ data: ['a'], cursor: `${number}`.padStart(2_049, 'x') }));
  expect(long).toEqual({ pages: 1, items: 1, failure: 'Error: a cursor is longer than 2048 characters' });
  const still = await read((number) => ({ data: ['a'], cursor: number < 3 ? `${number}`.padStart(2_048, 'x') : null }));
  expect(still).toEqual({ pages: 3, items: 3, failure: null });
});

it('reads no more than a million items', async () => {
  const data = Array.from({ length: 5_000 }, () => 'a');
  const endless = await read((number) => ({ data, cursor: `${number}` }));
  expect(endless).toEqual({ pages: 201, items: 1_005_000, failure: 'Error: it has more than 1000000 items' });
});

it('reads no more pages than it is told', async () => {
  const endless = await read((number) => ({ data: [], cursor: `${number}` }), 7);
  expect(endless).toEqual({ pages: 7, items: 0, failure: 'Error: it has more than 7 pages' });
});

it('looks at no entry of an answer that has more than 5,000', () => {
  let looked = 0;
  const list = listOf(
    z.unknown().transform((entry) => {
      looked += 1;
      return entry;
    }),
  );
  expect(list.safeParse(Array.from({ length: 5_001 }, () => 'a')).success).toBe(false);
  expect(looked).toBe(0);
  expect(list.safeParse(Array.from({ length: 5_000 }, () => 'a')).success).toBe(true);
  expect(looked).toBe(5_000);
});

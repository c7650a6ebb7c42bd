import { describe, expect, it } from 'vitest';
import { type NumberedPage, readNumberedPages } from '../../src/vendors/read-numbered-pages.ts';

const SIZE = 3;
type Item = { readonly id: string };
type Change = (items: number[]) => void;

/** A list that changes just before a page is read: the first, the second … that is asked for. */
async function walk(
  count: number,
  changes: Readonly<Record<number, Change>> = {},
  tell = (page: NumberedPage<Item>): NumberedPage<Item> => page,
): Promise<{ asked: number[]; seen: number[]; failure: string | null }> {
  const items = Array.from({ length: count }, (_, index) => index + 1);
  const asked: number[] = [];
  const seen: number[] = [];
  const pages = readNumberedPages({
    async readPage(number) {
      asked.push(number);
      changes[asked.length]?.(items);
      const data = items.slice((number - 1) * SIZE, number * SIZE).map((id) => ({ id: String(id) }));
      return tell({ data, number, size: SIZE, total: items.length });
    },
    maxPages: 4,
    toIncomplete: (why) => new Error(why),
  });
  try {
    for await (const page of pages) seen.push(...page.map(({ id }) => Number(id)));
    return { asked, seen: seen.toSorted((one, other) => one - other), failure: null };
  } catch (error) {
    return { asked, seen, failure: error instanceof Error ? error.message : String(error) };
  }
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const without =
  (id: number): Change =>
  (items) =>
    void items.splice(items.indexOf(id), 1);
const withAnother: Change = (items) => void items.push(items.length + 100);

describe('a list by the numbers of its pages', () => {
  it.each([
    [0, [1]],
    [2, [1]],
    [3, [1]],
    [4, [1, 2, 1]],
    [7, [1, 3, 2, 1]],
    [12, [1, 4, 3, 2, 1]],
  ])('of %i items is read from its last page to its first, each item once', async (count, asked) => {
    expect(await walk(count)).toEqual({ asked, seen: upTo(count), failure: null });
  });

  it.each([2, 3, 4])('misses nothing where an item goes before the read number %i', async (read) => {
    for (const id of upTo(7)) {
      const { seen, failure } = await walk(7, { [read]: without(id) });
      expect(failure).toBeNull();
      expect(seen.filter((each) => each !== id)).toEqual(upTo(7).filter((each) => each !== id));
    }
  });

  it.each([2, 3, 4])(
    'misses nothing that was there where one goes and another comes before the read number %i',
    async (read) => {
      for (const id of upTo(7)) {
        const both: Change = (items) => {
          without(id)(items);
          withAnother(items);
        };
        const { seen, failure } = await walk(7, { [read]: both });
        // What went unseen looks like what was missed: the list is read again then.
        if (failure !== null) expect([read > 2, failure]).toEqual([true, 'it shows 6 of the 7 items that it counts']);
        else expect(seen).toEqual(expect.arrayContaining(upTo(7).filter((each) => each !== id)));
      }
    },
  );

  it.each([
    [
      'that shows fewer items than it counts',
      (page: NumberedPage<Item>) => ({ ...page, data: page.data.slice(1) }),
      /does not have the 3/,
    ],
    ['that shows more', (page: NumberedPage<Item>) => ({ ...page, total: page.total - 2 }), /does not have the 2/],
    ['that is another one', (page: NumberedPage<Item>) => ({ ...page, number: 1 }), /page 3 is another one/],
    [
      'with other items on every look',
      (page: NumberedPage<Item>) => ({ ...page, data: page.data.map(() => ({ id: '1' })) }),
      /shows 1 of the 7/,
    ],
    [
      'that cannot be read',
      (page: NumberedPage<Item>) => ({ ...page, data: page.data.map(() => null) }),
      /7 of its items make no sense/,
    ],
    ['of a longer list than may be', (page: NumberedPage<Item>) => ({ ...page, total: 13 }), /more than 4 pages/],
  ])('is not complete with a page %s', async (_what, tell, failure) => {
    expect((await walk(7, {}, tell)).failure).toMatch(failure);
  });

  it('is not complete where its pages change their size', async () => {
    let reads = 0;
    const { failure } = await walk(4, {}, (page) => {
      reads += 1;
      return reads === 1 ? page : { ...page, number: 2, size: 2, data: [{ id: '3' }, { id: '4' }] };
    });
    expect(failure).toBe('its pages change their size');
  });

  it('gives all that can be read before it tells of what cannot', async () => {
    const { seen, failure } = await walk(7, {}, (page) => ({
      ...page,
      data: page.data.map((item) => (item?.id === '5' ? null : item)),
    }));
    expect(seen.toSorted()).toEqual([1, 2, 3, 4, 6, 7]);
    expect(failure).toMatch(/1 of its items make no sense/);
  });
});

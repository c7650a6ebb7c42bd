/** One page of a list whose pages have numbers, and what it tells of the list. */
export type NumberedPage<Item> = {
  /** Null stands for an item that could not be read. */
  readonly data: readonly (Item | null)[];
  /** Which page it is; the first is 1. */
  readonly number: number;
  /** How many items a page has that is not the last. */
  readonly size: number;
  /** How many items all pages have. */
  readonly total: number;
};

type Listing<Item> = {
  readonly readPage: (number: number) => Promise<NumberedPage<Item>>;
  readonly maxPages: number;
  /** Makes the error of a list that was not read to its end. */
  readonly toIncomplete: (why: string) => Error;
};

/**
 * Reads a list by the numbers of its pages; the vendor is to sort it by age, the oldest first. What is added meanwhile comes
 * to its end, and what is taken away moves the items behind it towards its beginning. So the pages are read from the last
 * to the first: an item that moves is seen twice, and given once, and none is missed. Throws as `readAllPages` does.
 */
export async function* readNumberedPages<Item extends { readonly id: string }>(
  listing: Listing<Item>,
): AsyncGenerator<Item[]> {
  const { readPage, maxPages, toIncomplete } = listing;
  const seen = new Set<string>();
  let unreadable = 0;
  let fewest = Number.POSITIVE_INFINITY;

  async function read(number: number): Promise<NumberedPage<Item>> {
    const page = await readPage(number);
    const { data, size, total } = page;
    const expected = Math.min(size, Math.max(0, total - (number - 1) * size));
    if (data.length > 0 && page.number !== number) throw toIncomplete(`page ${number} is another one`);
    if (data.length !== expected)
      throw toIncomplete(`page ${number} does not have the ${expected} items that it counts`);
    fewest = Math.min(fewest, total);
    return page;
  }

  function take({ data }: NumberedPage<Item>): Item[] {
    const items = data.filter((item) => item !== null);
    unreadable += data.length - items.length;
    return items.filter(({ id }) => {
      const isNew = !seen.has(id);
      seen.add(id);
      return isNew;
    });
  }

  const first = await read(1);
  const pages = Math.ceil(first.total / first.size);
  if (pages > maxPages) throw toIncomplete(`it has more than ${maxPages} pages`);
  if (pages <= 1) yield take(first);
  else {
    for (let number = pages; number >= 1; number -= 1) {
      const page = await read(number);
      if (page.size !== first.size) throw toIncomplete('its pages change their size');
      yield take(page);
    }
  }
  if (unreadable > 0) throw toIncomplete(`${unreadable} of its items make no sense`);
  if (seen.size < fewest) throw toIncomplete(`it shows ${seen.size} of the ${fewest} items that it counts`);
}

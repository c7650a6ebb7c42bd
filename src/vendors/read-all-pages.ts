/**
 * One page of a list: null stands for an item that could not be read. A cursor that is null or empty says that it is the
 * last; one that is missing says nothing.
 */
export type Page<Item> = {
  readonly data: readonly (Item | null)[];
  readonly cursor?: string | null | undefined;
};

type Listing<Item> = {
  readonly readPage: (cursor: string | null) => Promise<Page<Item>>;
  readonly maxPages: number;
  /** Makes the error of a list that was not read to its end. */
  readonly toIncomplete: (why: string) => Error;
};

/** The longest cursor that is sent back, in UTF-16 units. */
const MAX_CURSOR = 2_048;
/** The most items of one list: far more than an account has, and what this service can still keep in mind. */
const MAX_ITEMS = 1_000_000;

/**
 * Reads a list by its cursors. Throws where it has not seen everything, so that what is missing is not taken as gone;
 * items that cannot be read make it throw as well, but only after all others have been given.
 */
export async function* readAllPages<Item>(listing: Listing<Item>): AsyncGenerator<Item[]> {
  const { readPage, maxPages, toIncomplete } = listing;
  const seen = new Set<string>();
  let unreadable = 0;
  let total = 0;
  let cursor: string | null = null;
  for (let number = 1; number <= maxPages; number += 1) {
    const page: Page<Item> = await readPage(cursor);
    const items = page.data.filter((item) => item !== null);
    unreadable += page.data.length - items.length;
    total += items.length;
    yield items;

    if (page.cursor === undefined) throw toIncomplete('a page does not say whether it is the last');
    cursor = page.cursor || null;
    if (cursor === null) {
      if (unreadable > 0) throw toIncomplete(`${unreadable} of its items make no sense`);
      return;
    }
    if (cursor.length > MAX_CURSOR) throw toIncomplete(`a cursor is longer than ${MAX_CURSOR} characters`);
    if (total > MAX_ITEMS) throw toIncomplete(`it has more than ${MAX_ITEMS} items`);
    if (seen.has(cursor)) throw toIncomplete('it leads back to an earlier page');
    seen.add(cursor);
  }
  throw toIncomplete(`it has more than ${maxPages} pages`);
}

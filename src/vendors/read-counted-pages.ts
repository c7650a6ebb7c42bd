import { type Page, readAllPages } from './read-all-pages.ts';

const MAX_PAGES = 4_000;

/** A page of a list whose pages are numbered from 1, as the API says; null for a record that cannot be read. */
export type CountedPage<Body> = {
  readonly data: readonly (Body | null)[];
  readonly meta?:
    | { readonly page_number?: Count; readonly total_pages?: Count; readonly total_results?: Count }
    | null
    | undefined;
};

type Count = number | null | undefined;

type Listing<Body> = {
  readonly readPage: (page: number) => Promise<CountedPage<Body>>;
  readonly toIncomplete: (why: string) => Error;
};

/**
 * Reads a list by the numbers of its pages. These shift when a record comes or goes meanwhile: so what was shown must be as
 * many records as each page says that there are. New ones come on the first page, where they push none out of sight.
 */
export async function* readCountedPages<Body extends { readonly id: string }>({
  readPage,
  toIncomplete,
}: Listing<Body>): AsyncGenerator<Body[]> {
  const seen = new Set<string>();
  const totals = new Set<number | null>();
  let pages = 0;
  const asCursor = async (cursor: string | null): Promise<Page<Body>> => {
    const asked = cursor === null ? 1 : Number(cursor);
    const { data, meta } = await readPage(asked);
    const { page_number: shown, total_pages: all, total_results: total } = meta ?? {};
    pages += 1;
    totals.add(total ?? null);
    if (typeof all !== 'number' || shown !== asked) return { data };
    return { data, cursor: asked < all ? String(asked + 1) : null };
  };
  for await (const page of readAllPages({ readPage: asCursor, maxPages: MAX_PAGES, toIncomplete })) {
    for (const { id } of page) seen.add(id);
    yield page;
  }
  if (pages > 1 && (totals.size > 1 || !totals.has(seen.size))) throw toIncomplete('its pages shifted meanwhile');
}

import type { PlaceFragment } from './generated/documents.ts';
import type { Page } from './merge.ts';
import { go, type Parameter, readBefore } from './url.ts';

/** How one list keeps its page in the address. */
type Paging = {
  readonly list: string;
  readonly size: number;
  readonly after: Extract<Parameter, 'after' | 'opsafter'>;
  readonly before: Extract<Parameter, 'before' | 'opsbefore'>;
  readonly open: Extract<Parameter, 'row' | 'op'>;
};

/** The list of numbers. */
export const numbersPaging: Paging = { list: 'numbers', size: 15, after: 'after', before: 'before', open: 'row' };
/** The list of operations. */
export const operationsPaging: Paging = {
  list: 'operations',
  size: 10,
  after: 'opsafter',
  before: 'opsbefore',
  open: 'op',
};

/** The arguments of the page that the address names. */
export function toSlice({ size, ...names }: Paging, asked: Readonly<Partial<Record<Parameter, string>>>) {
  const { [names.after]: after, [names.before]: before } = asked;
  if (before !== undefined) return { last: size, before };
  return after === undefined ? { first: size } : { first: size, after };
}

/** Forgets the page, since another list is asked for. */
export function firstPage({ list, after, before, open }: Paging) {
  return { changes: { [after]: null, [before]: null, [open]: null }, before: { ...readBefore(), [list]: 0 } };
}

/** How many rows come before the first that is shown; null where nobody has counted. */
export function countBefore({ list, after, before }: Paging, asked: Readonly<Partial<Record<Parameter, string>>>) {
  const isFirst = asked[after] === undefined && asked[before] === undefined;
  return isFirst ? 0 : (readBefore()[list] ?? null);
}

/** Goes to the next page. */
export function goOn(paging: Paging, shown: Page<unknown>, before: number | null): void {
  turn(
    paging,
    { [paging.after]: shown.end, [paging.before]: null },
    before === null ? null : before + shown.rows.length,
  );
}

/** Goes to the page before; to the first, where that is it. */
export function goBack(paging: Paging, shown: Page<unknown>, before: number | null): void {
  const left = before === null ? null : before - paging.size;
  const isFirst = left !== null && left <= 0;
  turn(paging, { [paging.after]: null, [paging.before]: isFirst ? null : shown.start }, isFirst ? 0 : left);
}

/** A page as the API tells of it. */
export function toPage<Row>(
  connection: { readonly nodes: readonly Row[]; readonly totalCount: number; readonly pageInfo: PlaceFragment } | null,
): Page<Row> | null {
  if (connection === null) return null;
  const { nodes: rows, totalCount: total, pageInfo } = connection;
  const { hasNextPage: hasNext, hasPreviousPage: hasPrevious, startCursor: start, endCursor: end } = pageInfo;
  return { rows, total, hasNext, hasPrevious, start, end };
}

function turn(paging: Paging, cursors: Readonly<Record<string, string | null>>, rows: number | null): void {
  const { [paging.list]: _left, ...others } = readBefore();
  const before = rows === null ? others : { ...others, [paging.list]: rows };
  go({ ...cursors, [paging.open]: null }, { isStep: true, before });
}

import { GraphQLError } from 'graphql';
import type { Operation } from '../domain/operation.ts';
import type { Page, Paging } from '../domain/paging.ts';
import type { PhoneNumber } from '../domain/phone-number.ts';
import type { DriftingNumber } from '../registry/registry.ts';
import type { Freshness } from '../sync/sync.ts';
import { decodeCursor, encodeCursor } from './cursors.ts';

const DEFAULT_SIZE = 50;
const MAX_SIZE = 500;

/** A page, and the name of the order that its cursors are bound to. Its total is counted only if it is asked for. */
type List<Node, Total = number> = Page<Node> & { readonly order: string; total(): Promise<Total> };
/** A page of numbers. */
export type NumberList = List<PhoneNumber> & Freshness;
/** A page of numbers that somebody should look at; of more than are counted, the total is null. */
export type DriftingNumberList = List<DriftingNumber, number | null>;
/** A page of operations. */
export type OperationList = List<Operation>;

/** Which page of a list. */
export type PagingArguments = {
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
};

/** The paging arguments, checked. Throws `BAD_USER_INPUT` naming the argument. */
export function toPaging(order: string, args: PagingArguments): Paging {
  const { first, last } = args;
  if (typeof first === 'number' && typeof last === 'number') throw badArgument('last', 'Give first or last, not both.');
  const isBackward = typeof last === 'number';
  const size = toLength(isBackward ? 'last' : 'first', first ?? last);
  const place = (name: 'after' | 'before') => {
    const cursor = args[name] ?? null;
    if (cursor === null) return null;
    const decoded = decodeCursor(order, cursor);
    if (!decoded) throw badArgument(name, 'This is no cursor of this list in this order.');
    return decoded;
  };
  return { direction: isBackward ? 'backward' : 'forward', size, after: place('after'), before: place('before') };
}

/** How many items a list should have at most. Throws `BAD_USER_INPUT` naming the argument. */
export function toLength(argument: 'first' | 'last', length: number | null | undefined): number {
  const size = length ?? DEFAULT_SIZE;
  if (size < 0 || size > MAX_SIZE) throw badArgument(argument, `A page has 0 to ${MAX_SIZE}.`);
  return size;
}

/** How many items a page with these arguments holds at most, before anybody has checked them. */
export function sizeOfPage({ first, last }: Readonly<Record<string, unknown>>): number {
  const size = first ?? last ?? DEFAULT_SIZE;
  return typeof size === 'number' ? Math.min(Math.max(size, 0), MAX_SIZE) : 0;
}

/** The error of a query argument that cannot be right; queries have no `userErrors` to put it into. */
export function badArgument(argument: string, message: string, status?: number): GraphQLError {
  const http = status === undefined ? {} : { http: { status } };
  return new GraphQLError(`${argument}: ${message}`, { extensions: { code: 'BAD_USER_INPUT', argument, ...http } });
}

/** The age a caller wants at most, in seconds; null where it does not say. Throws `BAD_USER_INPUT`. */
export function toMaxAge(maxAge: number | null | undefined): number | null {
  if (maxAge === null || maxAge === undefined) return null;
  if (maxAge < 0) throw badArgument('maxAge', 'An age is 0 seconds or more.');
  return maxAge;
}

/** Does the work at most once, however often it is asked for, as under other names. */
export function once<Value>(work: () => Promise<Value>): () => Promise<Value> {
  let value: Promise<Value> | null = null;
  return () => {
    value ??= work();
    return value;
  };
}

/** The edges of a page, with their cursors. */
export function edgesOf<Node>({ edges, order }: List<Node, unknown>): { cursor: string; node: Node }[] {
  return edges.map(({ position, node }) => ({ cursor: encodeCursor(order, position), node }));
}

/** The nodes of a page, without cursors. */
export function nodesOf<Node>(page: Page<Node>): Node[] {
  return page.edges.map((edge) => edge.node);
}

/** Where a page stands in its list. */
export function pageInfoOf({ edges, hasNextPage, hasPreviousPage, order }: List<unknown, unknown>) {
  const cursorOf = (edge: (typeof edges)[number] | undefined) => (edge ? encodeCursor(order, edge.position) : null);
  return { hasNextPage, hasPreviousPage, startCursor: cursorOf(edges[0]), endCursor: cursorOf(edges.at(-1)) };
}

import type { Answer, Call } from './http.ts';

/**
 * What a call to a vendor is about, in words that fit all vendors; faults and the journal use them. `trunk`: it makes a
 * trunk known that a number is imported over by the next call.
 */
export const operationNames = [
  'search',
  'purchase',
  'order',
  'trunk',
  'import',
  'createSip',
  'get',
  'list',
  'update',
  'release',
  'agents',
  'prices',
  'trunks',
] as const;

/** One of `operationNames`. */
export type OperationName = (typeof operationNames)[number];

/** A call that found its route, with the named parts of its path, decoded. */
export type RoutedCall = Call & { readonly params: Readonly<Record<string, string>> };

/** One method on one path; `path` names its variable parts as in `/numbers/:id`. The first route that fits is taken. */
export type Route = {
  readonly method: string;
  readonly path: string;
  handle(call: RoutedCall): Answer;
};

/** A route of a fake's API. `operation` is a function where the body decides what the call is about. */
export type FakeRoute = Route & {
  readonly operation: OperationName | ((call: Call) => OperationName);
};

import type { Shape } from './vendor-rules.ts';

/** Ids that are UUIDs, in letters of either case. */
export const uuid: Shape = {
  pattern: /^[\da-fA-F]{8}-[\da-fA-F]{4}-[\da-fA-F]{4}-[\da-fA-F]{4}-[\da-fA-F]{12}$/,
  looksLike: 'a UUID',
};

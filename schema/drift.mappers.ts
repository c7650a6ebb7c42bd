import type { DriftingNumberList } from '../src/graphql/connections.ts';

/** Each list is read where it is asked for. */
export type NumberDriftMapper = Readonly<Record<string, never>>;
export type NumberDriftConnectionMapper = DriftingNumberList;

import type { BulkItem, BulkResult } from '../src/operations/shared/run-bulk.ts';

export type BulkNumberPayloadMapper = BulkResult;
export type BulkNumberItemMapper = BulkItem;

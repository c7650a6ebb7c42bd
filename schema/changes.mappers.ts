import type { ChangeResult } from '../src/operations/parts.ts';

export type NumberPayloadMapper = ChangeResult;

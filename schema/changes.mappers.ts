import type { ChangeResult } from '../src/operations/shared/context.ts';

export type NumberPayloadMapper = ChangeResult;

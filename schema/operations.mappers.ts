import type { Operation } from '../src/domain/operation.ts';
import type { OperationList } from '../src/graphql/connections.ts';

export type NumberOperationMapper = Operation;
export type NumberOperationConnectionMapper = OperationList;

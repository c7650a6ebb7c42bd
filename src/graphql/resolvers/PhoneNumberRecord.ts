import { typeNameOf } from '../entities.ts';
import type { PhoneNumberRecordResolvers } from '../generated/types.ts';

export const PhoneNumberRecord: PhoneNumberRecordResolvers = { __resolveType: typeNameOf };

import { typeNameOf } from '../entities.ts';
import type { PhoneNumberResolvers } from '../generated/types.ts';

export const PhoneNumber: PhoneNumberResolvers = { __resolveType: typeNameOf };

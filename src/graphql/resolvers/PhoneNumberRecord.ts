import { typeNameOf } from '../entities.ts';
import type { PhoneNumberRecordResolvers } from '../generated/types.ts';
import { demandEntity } from '../permissions.ts';
import { loadReference } from '../references.ts';

export const PhoneNumberRecord: PhoneNumberRecordResolvers = {
  __resolveType: typeNameOf,
  /** Whoever refers to a number need not know of which kind it is. */
  __resolveReference(representation, context) {
    demandEntity(context, 'PhoneNumberRecord');
    return loadReference(context.loaders, representation);
  },
};

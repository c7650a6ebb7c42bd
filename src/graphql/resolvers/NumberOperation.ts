import { inItem, placeOf } from '../../domain/bulk.ts';
import { toLength } from '../connections.ts';
import type { NumberOperationResolvers } from '../generated/types.ts';
import { idOf } from '../inputs.ts';
import { demandEntity, maySee } from '../permissions.ts';

export const NumberOperation: NumberOperationResolvers = {
  async __resolveReference(representation, context) {
    demandEntity(context, 'NumberOperation');
    const id = idOf(representation);
    const operation = id === null ? null : await context.loaders.operations.load(id);
    return operation && maySee(context, operation) ? operation : null;
  },
  history: ({ id }, { last }, { loaders }) => loaders.histories.load({ operationId: id, last: toLength('last', last) }),
  idempotencyKey: ({ idempotencyKey }) => (placeOf(idempotencyKey) ? null : idempotencyKey),
  bulk({ idempotencyKey }) {
    const place = placeOf(idempotencyKey);
    return place && { idempotencyKey: place.key, index: place.index };
  },
  phoneNumber: ({ phoneNumberId }, _args, { loaders }) =>
    phoneNumberId === null ? null : loaders.numbers.load({ id: phoneNumberId }),
  userErrors({ idempotencyKey, errors }) {
    const place = placeOf(idempotencyKey);
    return place ? errors.map((error) => inItem(error, place.index)) : errors;
  },
};

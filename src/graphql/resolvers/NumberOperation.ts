import { inItem, placeOf } from '../../domain/bulk.ts';
import { parentKeyOf, stepKeysOf, steppedKinds } from '../../domain/steps.ts';
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
  // Those of items and steps have a space in them, which no caller's has.
  idempotencyKey: ({ idempotencyKey }) => (idempotencyKey?.includes(' ') ? null : idempotencyKey),
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
  async steps({ account, idempotencyKey, kind }, _args, { loaders }) {
    if (idempotencyKey === null || !steppedKinds.includes(kind)) return [];
    const keys = stepKeysOf(idempotencyKey).map((key) => ({ account, key }));
    const steps = await Promise.all(keys.map((key) => loaders.operationsByKey.load(key)));
    return steps.filter((step) => step !== null);
  },
  stepOf({ account, idempotencyKey }, _args, { loaders }) {
    const key = parentKeyOf(idempotencyKey);
    return key === null ? null : loaders.operationsByKey.load({ account, key });
  },
};

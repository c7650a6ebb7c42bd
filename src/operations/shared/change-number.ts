import type { NumberChanging } from './carry-out-change.ts';
import { carryOutChange } from './carry-out-change.ts';
import type { Caller, ChangeResult, OperationContext } from './context.ts';
import { beginIdempotently, type Change, carryOut } from './run-idempotently.ts';

/** Changes a number of the account: at its vendor, then in the registry. */
export async function changeNumber(
  context: OperationContext,
  caller: Caller,
  { idempotencyKey = null, ...changing }: NumberChanging & { readonly idempotencyKey?: string | null },
): Promise<ChangeResult> {
  const begun = await beginIdempotently(context, { ...toChange(caller, changing), idempotencyKey });
  if ('answer' in begun) return begun.answer;
  return carryOut(context, begun.leased, () => carryOutChange(context, begun.leased, changing));
}

/** A change of a number, as it is written down; without a key. */
export function toChange(
  caller: Caller,
  { kind, number, request }: Pick<NumberChanging, 'kind' | 'number' | 'request'>,
): Change {
  return {
    kind,
    vendor: number.vendor,
    ...caller,
    idempotencyKey: null,
    identity: { phoneNumberId: number.id, ...request },
    request,
    phoneNumberId: number.id,
  };
}

import { userError } from '../../domain/operation.ts';
import type { VendorNumber } from '../../vendors/vendor-number.ts';
import { isReached } from '../reconciliation/reconcile-change.ts';
import { changeNumber } from '../shared/change-number.ts';
import { attempt, toUserError } from '../shared/vendor-result.ts';
import type { Going, StepEnd } from './going.ts';
import { runStep } from './run-step.ts';

/**
 * The carrier sends the calls of its number over another trunk, or over none, and shows it so. Done only once it shows it,
 * where it tells at all.
 */
export async function reroute(
  going: Going,
  atCarrier: NonNullable<Going['atCarrier']>,
  trunkId: string | null,
): Promise<StepEnd> {
  const { context } = going;
  const { number, vendor } = atCarrier;
  const { connecting } = vendor;
  if (!connecting) throw new Error(`${vendor.title} is no carrier.`);
  const ended = await runStep(going, 'REROUTE', (idempotencyKey, caller) =>
    changeNumber(context, caller, {
      ...{ kind: 'REROUTE', number, vendor, idempotencyKey },
      request: { trunkId },
      inWords:
        trunkId === null
          ? `send calls to ${number.address} nowhere`
          : `send calls to ${number.address} over ${trunkId}`,
      send: (sent) => connecting.run(sent, number.vendorId, trunkId),
    }),
  );
  if (ended?.state !== 'done') return ended ?? { state: 'open', errors: [] };
  const read = await readAtCarrier(going, atCarrier);
  if ('error' in read) return { state: 'open', errors: [toUserError(read.error, 'READ')] };
  const { answer } = read;
  if (answer !== null && (answer.trunk === undefined || isReached(answer, trunkId))) return ended;
  const message = `${vendor.title} does not show that calls to ${number.address} go where they should.`;
  return { state: 'open', errors: [userError({ code: 'VENDOR_UNAVAILABLE', message, retryable: true })] };
}

/** The number as its carrier shows it now. */
export async function readAtCarrier(
  { context: { registry } }: Pick<Going, 'context'>,
  { number, vendor }: NonNullable<Going['atCarrier']>,
) {
  const since = await registry.sequence();
  const read = await attempt<VendorNumber | null>(vendor.name, () => vendor.get(number.vendorId));
  if ('answer' in read && read.answer) await registry.recordSeen(vendor.name, [read.answer], since);
  return read;
}

import type { VendorName } from '../../domain/phone-number.ts';
import type { SentCall } from '../../domain/sent-call.ts';
import { isNumber } from '../reported-number.ts';
import { CLOCKS_DIFFER_MS, type ExactOrder, type VendorNumber } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import { toVendorNumber } from './mapping.ts';
import type { NumberBody } from './schemas.ts';

type Account = {
  readonly name: VendorName;
  readonly title: string;
  /** The numbers of the account of which this is a part. */
  readonly list: (part: string) => AsyncIterable<readonly VendorNumber[]>;
  readonly create: (sent: SentCall, order: ExactOrder) => Promise<NumberBody>;
};

/**
 * Buys a number that the account does not hold. To create one that it holds is no purchase: the vendor answers 201, and
 * changes that number, its name among other things (a customer, and the vendor's support, 2019). So the account is looked at
 * before; and an answer whose number is older than the call does not say that the call has bought it.
 */
export async function buyNew(
  { name: vendor, title, list, create }: Account,
  sent: SentCall,
  order: ExactOrder,
): Promise<VendorNumber> {
  const { number } = order;
  for await (const page of list(number)) {
    if (page.some((held) => isNumber(held, number))) throw heldAlready();
  }
  const bought = toVendorNumber(await create(sent, order), number);
  const createdAt = Date.parse(bought.createdAt ?? '');
  if (createdAt >= sent.recordedAt - CLOCKS_DIFFER_MS) return bought;
  const since = bought.createdAt === undefined ? '' : ` since ${bought.createdAt}`;
  const message = `${title} answered with ${number}, and says that the account has it${since}`;
  throw inDoubt(`${message}; whether this call bought it is not known.`);

  /** Nothing was sent. It may have come of an earlier call of the same operation. */
  function heldAlready(): VendorError {
    const message = `${number} is in the account at ${title} already. Nothing was asked for.`;
    if (sent.attempt > 1) return inDoubt(message);
    return new VendorError({ vendor, outcome: 'rejected', reason: 'refused', message, member: 'number' });
  }

  function inDoubt(message: string): VendorError {
    return new VendorError({ vendor, outcome: 'unknown', reason: 'conflict', message });
  }
}

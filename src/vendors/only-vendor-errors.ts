import type { Logger } from 'pino';
import type { BuyingExact, Vendor } from './vendor.ts';
import { VendorError } from './vendor-error.ts';

type Named = { readonly name: string; readonly title: string; readonly logger: Logger };

/**
 * The vendor, whose reads throw nothing but `VendorError`, whatever breaks in its adapter: an operation would be looked
 * at for ever, and no person hear of it. Of calls that change something, `attempt` says the same.
 */
export function withOnlyVendorErrors(vendor: Vendor, { name, title, logger }: Named): Vendor {
  const { list, find, buying } = vendor;

  function toVendorError(cause: unknown): VendorError {
    if (cause instanceof VendorError) return cause;
    logger.error({ vendor: name, err: cause }, "a vendor's adapter broke");
    const message = `${title}'s answer cannot be read.`;
    return new VendorError({ vendor: name, outcome: 'unreachable', reason: 'unreadable', message, cause });
  }

  async function read<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    try {
      return await work();
    } catch (error) {
      throw toVendorError(error);
    }
  }

  function withReads(exact: BuyingExact): BuyingExact {
    const { search, order } = exact;
    return {
      ...exact,
      search: (query) => read(() => search(query)),
      ...(order && { order: (lost) => read(() => order(lost)) }),
    };
  }

  return {
    ...vendor,
    get: (vendorId) => read(() => vendor.get(vendorId)),
    ...(list && {
      async *list() {
        try {
          yield* list();
        } catch (error) {
          throw toVendorError(error);
        }
      },
    }),
    ...(find && { find: (lost) => read(() => find(lost)) }),
    ...(buying?.choice === 'exact' && {
      buying: withReads(buying),
    }),
  };
}

import { setTimeout as sleep } from 'node:timers/promises';
import { readOperations } from '../../src/audit/read-pages.ts';
import { toNumberId } from '../../src/domain/number-id.ts';
import type { VendorName } from '../../src/domain/phone-number.ts';
import type { SandboxControl } from '../../src/sandbox/control.ts';
import type { Auditor } from '../support/auditor.ts';
import { vendorOf, vendorsWith } from '../support/vendors.ts';
import type { Instance } from './instance.ts';
import { mutate, post } from './post.ts';
import type { Random } from './random.ts';
import type { Tally } from './tally.ts';

/** So that a list of the account is read in a moment, however long a run takes. */
const MOST_HELD = 250;
/** How many are released at a time. */
const HANDS = 4;
const LONG_AGO_MS = 20_000;

type House = {
  readonly instances: readonly Instance[];
  readonly auditor: Auditor;
  readonly control: SandboxControl;
  readonly random: Random;
  readonly events: Tally;
  readonly isOver: () => boolean;
};

const READ = `query ($filter: PhoneNumberFilter, $maxAge: Int) {
  phoneNumbers(first: 20, filter: $filter, maxAge: $maxAge) { totalCount } }`;

/** Reads lists as a frontend does, and releases the oldest numbers where there are many. */
export async function keepHouse({ instances, auditor, control, random, events, isOver }: House): Promise<void> {
  const asked = new Map<string, number>();
  const vendors = vendorsWith('LIST', 'RELEASE');

  /** What somebody is still looking for is left where it is. */
  async function sought(): Promise<Set<string>> {
    const targets = new Set<string>();
    const filter = { statuses: ['PENDING', 'NEEDS_ATTENTION', 'FAILED'] } as const;
    for await (const page of readOperations(auditor.ledger, filter)) {
      for (const { target } of page) if (target !== null) targets.add(target);
      if (targets.size > 1_000) break;
    }
    return targets;
  }

  async function releaseOldest(vendor: VendorName): Promise<void> {
    const numbers = control.numbers(vendor);
    const tooMany = numbers.length - MOST_HELD;
    if (tooMany <= 0) return;
    const targets = await sought();
    const { addressOf } = vendorOf(vendor);
    const old = numbers.filter(
      ({ id, number }) => !targets.has(number) && (asked.get(id) ?? 0) < Date.now() - LONG_AGO_MS,
    );
    const left = old.slice(0, tooMany).values();
    const release = async (): Promise<void> => {
      for (const number of left) {
        if (isOver()) return;
        asked.set(number.id, Date.now());
        const input = { phoneNumberId: toNumberId(vendor, number.id), confirmAddress: addressOf(number) };
        const wish = { mutation: 'releaseNumber', key: `house-${number.id}`, input };
        const payload = await mutate(random.pick(instances).url(), wish);
        events.add(
          payload?.operation?.status === 'SUCCEEDED' ? 'old numbers released' : 'old numbers not released yet',
        );
      }
    };
    await Promise.all(Array.from({ length: HANDS }, release));
    for (const id of [...asked.keys()].slice(0, -2_000)) asked.delete(id);
  }

  while (!isOver()) {
    const filter = { vendors };
    await post(random.pick(instances).url(), { query: READ, variables: { filter, maxAge: random.pick([0, 1, 5]) } });
    for (const vendor of vendors) await releaseOldest(vendor);
    await sleep(random.between(300, 2_000));
  }
}

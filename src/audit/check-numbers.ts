import { acquiringKinds, type Operation } from '../domain/operation.ts';
import type { PhoneNumber } from '../domain/phone-number.ts';
import { spellingsOf } from '../domain/spelling.ts';
import type { CheckedOperations } from './check-operations.ts';
import { compareWithAccounts } from './compare-with-accounts.ts';
import type { AuditSources, Contradiction, Unexplained } from './findings.ts';
import { collect, readNumbers, readOperations } from './read-pages.ts';
import type { VendorAccounts } from './vendor-accounts.ts';

type CheckedNumbers = {
  readonly count: number;
  readonly contradictions: readonly Contradiction[];
  readonly unexplained: readonly Unexplained[];
  readonly notes: readonly string[];
  readonly unchecked: readonly string[];
};

/** Goes through the registry once, and compares it with the ledger and the accounts. */
export async function checkNumbers(
  sources: AuditSources,
  accounts: VendorAccounts,
  operations: CheckedOperations,
): Promise<CheckedNumbers> {
  const contradictions: Contradiction[] = [];
  const unexplained: Unexplained[] = [];
  const comparison = compareWithAccounts(sources, accounts);
  const twins = findTwins();
  let count = 0;
  for await (const numbers of readNumbers(sources.registry)) {
    count += numbers.length;
    const found = await compareWithLedger(sources, numbers);
    contradictions.push(...found.contradictions, ...twins(numbers));
    unexplained.push(...found.unexplained.filter(isOfNoOpen(operations)).map(toUnexplained(operations)));
    contradictions.push(...(await comparison.compare(numbers)));
  }
  unexplained.sort((one, other) => Number(other.isNewer) - Number(one.isNewer));
  return { count, contradictions, unexplained, ...(await comparison.finish()) };
}

type Compared = { readonly contradictions: Contradiction[]; readonly unexplained: PhoneNumber[] };

async function compareWithLedger(sources: AuditSources, numbers: readonly PhoneNumber[]): Promise<Compared> {
  const phoneNumberIds = numbers.map(({ id }) => id);
  const filter = { phoneNumberIds, kinds: [...acquiringKinds, 'ADOPT'], statuses: ['SUCCEEDED'] } as const;
  const explaining = Map.groupBy(
    phoneNumberIds.length === 0 ? [] : await collect(readOperations(sources.ledger, filter)),
    ({ phoneNumberId }) => phoneNumberId,
  );
  const found: Contradiction[] = [];
  const unexplained: PhoneNumber[] = [];
  for (const number of numbers) {
    const known = explaining.get(number.id) ?? [];
    const operations = known.filter(({ kind }) => kind !== 'ADOPT');
    if (known.length === 0 && number.acquisition === 'DISCOVERED' && number.status !== 'RELEASED')
      unexplained.push(number);
    if (operations.length === 0 && number.acquisition !== 'DISCOVERED' && !sources.forgetsOperations) {
      found.push({
        ...partiesOf(number, []),
        kind: 'NO_OPERATION',
        message: `The registry calls ${number.address} ${number.acquisition}, and no operation obtained it.`,
      });
    }
    if (operations.length > 1) found.push(...(await findObtainedTwice(sources, number, operations)));
  }
  return { contradictions: found, unexplained };
}

/** What an open operation has asked for may turn out to be its own. */
function isOfNoOpen({ open, needsAttention }: CheckedOperations): (number: PhoneNumber) => boolean {
  const targets = [...open, ...needsAttention].flatMap(({ target }) => (target === null ? [] : spellingsOf(target)));
  const spellings = new Set(targets);
  return ({ address }) => !spellings.has(address);
}

/** What was there from the beginning may take a while to be read for the first time. */
const FIRST_READ_MS = 3_600_000;

function toUnexplained({ since }: CheckedOperations): (number: PhoneNumber) => Unexplained {
  const beganBy = since === null ? Number.POSITIVE_INFINITY : Date.parse(since) + FIRST_READ_MS;
  return ({ vendor, address, vendorId, id, firstSeenAt }) => ({
    ...{ vendor, address, vendorId, phoneNumberId: id, firstSeenAt },
    isNewer: Date.parse(firstSeenAt) > beganBy,
  });
}

/** Between two times at which a number was obtained there must be one at which it was released. */
async function findObtainedTwice(
  sources: AuditSources,
  number: PhoneNumber,
  obtaining: readonly Operation[],
): Promise<Contradiction[]> {
  const filter = { phoneNumberId: number.id, kinds: ['RELEASE'], statuses: ['SUCCEEDED'] } as const;
  const releasing = await collect(readOperations(sources.ledger, filter));
  const histories = await sources.ledger.histories([...obtaining, ...releasing].map(({ id }) => id));
  const doneAt = ({ id, updatedAt }: Operation): string =>
    histories.get(id)?.find(({ status }) => status === 'SUCCEEDED')?.at ?? updatedAt;
  const releases = releasing.map(doneAt);
  const found: Contradiction[] = [];
  let earlier: { id: string; at: string } | null = null;
  for (const { id, at } of obtaining.map((one) => ({ id: one.id, at: doneAt(one) })).sort(byTime)) {
    const from = earlier?.at ?? '';
    if (earlier !== null && !releases.some((release) => from <= release && release <= at)) {
      found.push({
        ...partiesOf(number, [earlier.id, id]),
        kind: 'OBTAINED_TWICE',
        message: `Operations ${earlier.id} and ${id} both obtained ${number.address}, not released in between.`,
      });
    }
    earlier = { id, at };
  }
  return found;
}

function byTime(one: { at: string }, other: { at: string }): number {
  return one.at < other.at ? -1 : 1;
}

/** Finds one address bought under two ids of its vendor; pages come in the order of addresses. */
function findTwins(): (numbers: readonly PhoneNumber[]) => Contradiction[] {
  let neighbours: PhoneNumber[] = [];
  return (numbers) =>
    numbers.filter(isBoughtAndHeld).flatMap((number) => {
      neighbours = neighbours.filter(({ address }) => address === number.address);
      const twin = neighbours.find(({ vendor }) => vendor === number.vendor);
      neighbours.push(number);
      if (!twin) return [];
      const message = `${number.address} is in the account twice, as ${twin.vendorId} and as ${number.vendorId}, both bought here.`;
      return { ...partiesOf(number, []), kind: 'OBTAINED_TWICE', message };
    });
}

function isBoughtAndHeld({ acquisition, status }: PhoneNumber): boolean {
  return acquisition === 'PURCHASED' && (status === 'ACTIVE' || status === 'INACTIVE');
}

function partiesOf({ id, vendor, address }: PhoneNumber, operationIds: readonly string[]) {
  return { vendor, address, phoneNumberId: id, operationIds };
}

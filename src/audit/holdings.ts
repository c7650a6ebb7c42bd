import type { Operation, OperationKind } from '../domain/operation.ts';
import type { Acquisition, PhoneNumber } from '../domain/phone-number.ts';

/** A time for which a number was in its account. */
export type Holding = {
  /** `found`: it came in another way than by this service. */
  readonly came: 'bought' | 'imported' | 'created' | 'found';
  readonly from: string;
  /** What obtained it; null where nothing here did, or that is forgotten. */
  readonly obtainedBy: Operation | null;
  /** `gone`: it ceased to be in the account, and nothing here released it. Null where it is there. */
  readonly went: 'released' | 'gone' | null;
  readonly until: string | null;
  readonly releasedBy: Operation | null;
};

/** An operation that obtained or released a number, and when it did. */
export type Turn = { readonly operation: Operation; readonly at: string };

const ways: Readonly<Partial<Record<OperationKind, Holding['came']>>> = {
  PURCHASE: 'bought',
  SIP_IMPORT: 'imported',
  SIP_CREATE: 'created',
};

const waysOfRegistry: Readonly<Record<Acquisition, Holding['came']>> = {
  PURCHASED: 'bought',
  SIP_IMPORTED: 'imported',
  SIP_CREATED: 'created',
  DISCOVERED: 'found',
};

/** When a number was in its account, as far as its operations and the registry tell; the first time first. */
export function holdingsOf(number: PhoneNumber, turns: readonly Turn[]): Holding[] {
  const holdings: Holding[] = [];
  // Before its first operation it was there only if that was a release, or if there is none.
  let open: Holding | null = null;
  const close = (holding: Holding, end: Pick<Holding, 'went' | 'until' | 'releasedBy'>): void => {
    holdings.push({ ...holding, ...end });
    open = null;
  };
  for (const { operation, at } of turns.toSorted((one, other) => (one.at < other.at ? -1 : 1))) {
    const came = ways[operation.kind];
    if (came === undefined) {
      close(open ?? fromRegistry(number, at), { went: 'released', until: at, releasedBy: operation });
    } else {
      if (open !== null) close(open, { went: 'gone', until: at, releasedBy: null });
      open = { came, from: at, obtainedBy: operation, went: null, until: null, releasedBy: null };
    }
  }
  const isHere = number.status !== 'RELEASED';
  const lastEnd = holdings.at(-1)?.until ?? null;
  if (open === null && holdings.length > 0 && !isHere) return holdings;
  const last = open ?? (lastEnd === null ? fromRegistry(number) : comeBack(number, lastEnd));
  // When it went is not known: the vendor confirmed it for the last time then.
  const end = { went: 'gone', until: later(number.syncedAt, last.from), releasedBy: null } as const;
  return [...holdings, isHere ? last : { ...last, ...end }];
}

const HERE = { obtainedBy: null, went: null, until: null, releasedBy: null } as const;

/** What the registry alone tells; not later than what is known to have come after. */
function fromRegistry({ acquisition, createdAt, firstSeenAt }: PhoneNumber, before = firstSeenAt): Holding {
  const [from = before] = [createdAt ?? firstSeenAt, firstSeenAt, before].toSorted();
  return { ...HERE, came: waysOfRegistry[acquisition], from };
}

/** It was released, and is there again, not by an operation of its own. */
function comeBack({ createdAt }: PhoneNumber, released: string): Holding {
  return { ...HERE, came: 'found', from: later(createdAt ?? released, released) };
}

function later(one: string, other: string): string {
  return one > other ? one : other;
}

import type { Witness } from '../lives/witness.ts';
import type { Books, Sale } from '../world/books.ts';
import type { RawRow, SharedDatabase } from '../world/database.ts';

/** Compares what the service says with what really happened. */
export type Checks = {
  /** What must hold at any time. */
  check(): void;
  /** What must hold when the vendors have told the truth for long, and people have said what they saw. */
  checkEnd(): void;
};

type Parts = { readonly books: Books; readonly witness: Witness; readonly database: SharedDatabase };

type Row = {
  readonly id: string;
  readonly key: string | null;
  readonly kind: string;
  readonly status: string;
  readonly phoneNumberId: string | null;
  readonly followUp: string | null;
};

export function createChecks({ books, witness, database }: Parts): Checks {
  let lastStep = 0;
  /** What the registry has shown as being there. */
  const shown = new Set<Sale>();

  function readOperations(): Row[] {
    return database.read('select * from operations').map(toRow);
  }

  /** Looks at each status as it is recorded: nothing is hidden by being corrected later. */
  function checkSteps(): void {
    const steps = database.read(
      "select rowid, operation_id from operation_steps where rowid > ? and status = 'FAILED' order by rowid",
      lastStep,
    );
    const [newest] = database.read('select max(rowid) as last from operation_steps');
    lastStep = Number(newest?.['last'] ?? lastStep);
    for (const { operation_id: id } of steps) {
      for (const sale of salesOf(String(id))) {
        if (sale.excuse === null && books.isHeld(sale)) {
          books.breach(`4: ${sale.key} is told that nothing happened, and has obtained ${sale.number}`);
        }
      }
    }
  }

  const salesOf = (id: string): Sale[] => books.sales.filter(({ cause }) => cause.operationId === id);

  function checkSuccesses(operations: readonly Row[]): void {
    const owners = new Map<string, string[]>();
    for (const { id, key, kind, status, phoneNumberId } of operations) {
      if (status !== 'SUCCEEDED' || !['PURCHASE', 'SIP_IMPORT', 'SIP_CREATE'].includes(kind)) continue;
      const sale = books.sales.find((one) => one.numberId === phoneNumberId);
      const isMisled = witness.misledOperations.has(id);
      if (!sale && !isMisled) books.breach(`6: ${key} owns ${phoneNumberId}, which no call of this service obtained`);
      const own = salesOf(id);
      // Of two keys whose calls for one number were lost, nobody can tell which one has it, where the other's is gone.
      const isTold = own.some(books.isHeld);
      // Nor which of twins is whose.
      const isOwn = own.some((one) => one.numberId === phoneNumberId || one.number === sale?.number);
      if (isTold && !isOwn && !isMisled) {
        books.breach(`6: ${key} obtained ${own[0]?.number} (${own[0]?.numberId}), and owns ${phoneNumberId}`);
      }
      if (phoneNumberId === null || isMisled) continue;
      owners.set(phoneNumberId, [...(owners.get(phoneNumberId) ?? []), key ?? id]);
    }
    // One that was released may have been obtained once more, under the same id.
    for (const [numberId, keys] of owners) {
      const times = books.sales.filter((sale) => sale.numberId === numberId).length;
      if (keys.length > times) books.breach(`6: ${keys.join(' and ')} own ${numberId}, which was sold ${times} times`);
    }
  }

  function checkAnswers(operations: readonly Row[]): void {
    for (const { key, operationId, phoneNumberId } of witness.successes.values()) {
      if (witness.misledOperations.has(operationId)) continue;
      const now = operations.find(({ id }) => id === operationId);
      if (now?.status === 'SUCCEEDED' && now.phoneNumberId === phoneNumberId) continue;
      books.breach(`5: ${key} was told of ${phoneNumberId}, and now ${now?.status} of ${now?.phoneNumberId}`);
    }
  }

  function checkNumbers(operations: readonly Row[], isEnd: boolean): void {
    const statuses = new Map(
      database.read('select id, status from numbers').map(({ id, status }) => [String(id), String(status)]),
    );
    for (const sale of books.sales) {
      if (!books.isHeld(sale)) continue;
      const status = statuses.get(sale.numberId);
      const operation = operations.find(({ id }) => id === sale.cause.operationId);
      if (operation && witness.misledOperations.has(operation.id)) continue;
      const isKnown = status !== undefined || (operation !== undefined && operation.status !== 'FAILED');
      if (!isKnown && (sale.excuse === null || isEnd)) books.breach(`6: nobody knows of ${sale.number} of ${sale.key}`);
      // One that was sold before may be shown as what it was then.
      const isFirst = books.sales.find(({ numberId }) => numberId === sale.numberId) === sale;
      if (isFirst && status !== undefined && status !== 'RELEASED') shown.add(sale);
      if (!books.isOneAccount() || status !== 'RELEASED') continue;
      // One that was released under the same id before is shown as that until anybody knows better.
      const isKnownToBeThere = shown.has(sale) || operation?.status === 'SUCCEEDED';
      if (isEnd || (isKnownToBeThere && !books.unseen.has(sale.numberId))) {
        books.breach(`12: ${sale.number} of ${sale.key} is shown as released`);
      }
    }
  }

  function checkOne(isEnd: boolean): Row[] {
    const operations = readOperations();
    checkSuccesses(operations);
    checkAnswers(operations);
    checkNumbers(operations, isEnd);
    return operations;
  }

  database.onCommit = checkSteps;
  return {
    check: () => void checkOne(false),
    checkEnd() {
      const operations = checkOne(true);
      for (const { id, key, kind, status, followUp } of operations) {
        const isOver = status === 'SUCCEEDED' || status === 'FAILED';
        if (!isOver) books.breach(`end: ${kind} ${key ?? id} is ${status} for ever`);
        if (followUp !== null) books.breach(`end: ${kind} ${key ?? id} has a follow-up for ever`);
        if (status !== 'FAILED' || witness.misledOperations.has(id)) continue;
        for (const sale of salesOf(id)) {
          const isOthers = operations.some((one) => one.status === 'SUCCEEDED' && one.phoneNumberId === sale.numberId);
          if (books.isHeld(sale) && !isOthers) books.breach(`end: ${key} failed for good, and has ${sale.number}`);
        }
      }
    },
  };
}

function toRow(row: RawRow): Row {
  const text = (name: string): string | null => (typeof row[name] === 'string' ? row[name] : null);
  return {
    id: text('id') ?? '',
    key: text('idempotency_key'),
    kind: text('kind') ?? '',
    status: text('status') ?? '',
    phoneNumberId: text('phone_number_id'),
    followUp: text('follow_up'),
  };
}

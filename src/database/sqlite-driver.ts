import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';

/** For how long another process may keep the file locked before a statement fails, in ms. */
const BUSY_TIMEOUT_MS = 5_000;
const LONGEST_PAUSE_MS = 25;
/** SQLITE_BUSY. */
const BUSY = 5;
const MAX_PREPARED = 500;
/** How many transactions share a flush at most; other processes wait for the file meanwhile. */
const MAX_IN_GROUP = 64;

/** Transactions that have ended one after the other, and are not on the disk yet. */
type Group = { size: number; readonly onDisk: PromiseWithResolvers<void> };

/** `toRow` makes a row of its values in their order; null where a statement returns no rows. */
type Prepared = { readonly statement: StatementSync; readonly toRow: ((values: unknown) => object) | null };

type Waiting = { readonly isTransaction: boolean; readonly start: () => void };

/**
 * Runs statements on one connection to a file, one transaction at a time. Those that wait for the disk at the same moment
 * share one commit: each is a savepoint, so that one failure is one's own, and none has ended before all are on the disk.
 * Nobody sees what is not there yet: statements outside of transactions wait for the commit as well.
 *
 * It waits for the locks of other processes itself: SQLite's own waiting stops the whole process.
 */
export class SqliteFileDriver implements Driver {
  readonly #file: DatabaseSync;
  readonly #prepared = new Map<string, Prepared>();
  readonly #queue: Waiting[] = [];
  #isTaken = false;
  #group: Group | null = null;
  #flushing: NodeJS.Immediate | null = null;

  constructor(file: DatabaseSync) {
    this.#file = file;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<FileConnection> {
    return new FileConnection(this);
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {
    this.#flush();
    this.#file.close();
  }

  /** Runs a statement by itself. */
  async runAlone<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    await this.#takeTurn(false);
    try {
      return await this.#patiently(() => this.#run<Row>(query.sql, query.parameters));
    } finally {
      this.#endTurn();
    }
  }

  /** Runs a statement of the transaction whose turn it is. */
  runInTransaction<Row>(query: CompiledQuery): QueryResult<Row> {
    // A full disk has ended it: what comes now must not be taken for a part of it.
    if (!this.#file.isTransaction) throw new Error('SQLite has rolled this transaction back.');
    try {
      return this.#run<Row>(query.sql, query.parameters);
    } catch (error) {
      if (!this.#file.isTransaction) this.#lose(error);
      throw error;
    }
  }

  async beginTransaction(connection: FileConnection): Promise<void> {
    await this.#takeTurn(true);
    try {
      if (this.#group !== null) this.#run('savepoint member');
      else {
        // One whose end failed must not be in the way of the next.
        this.#rollBackAll();
        // It takes the write lock at once: one that reads first and writes later could not wait for another.
        await this.#patiently(() => this.#run('begin immediate'));
        this.#group = { size: 0, onDisk: Promise.withResolvers() };
        // Whoever waits for it is told; there may be nobody.
        this.#group.onDisk.promise.catch(() => undefined);
      }
      connection.isInTransaction = true;
    } catch (error) {
      this.#endTurn();
      throw error;
    }
  }

  async commitTransaction(connection: FileConnection): Promise<void> {
    const group = this.#group;
    if (group === null) throw new Error('SQLite has rolled this transaction back.');
    if (group.size > 0) this.#run('release member');
    group.size += 1;
    connection.isInTransaction = false;
    this.#endTurn();
    await group.onDisk.promise;
  }

  async rollbackTransaction(connection: FileConnection): Promise<void> {
    // It had ended, and did not get to the disk.
    if (!connection.isInTransaction) return;
    const group = this.#group;
    try {
      if (group !== null && group.size > 0) {
        this.#run('rollback to member');
        this.#run('release member');
      } else {
        this.#group = null;
        this.#rollBackAll();
      }
    } finally {
      connection.isInTransaction = false;
      this.#endTurn();
    }
    // Why it failed may have been in the others, so it has not failed before they are on the disk.
    if (group !== null && group.size > 0) await group.onDisk.promise.catch(() => undefined);
  }

  async #takeTurn(isTransaction: boolean): Promise<void> {
    // What waits for the disk lets more transactions in; whatever else waits is served in turn.
    const isNext = this.#group === null ? this.#queue.length === 0 : isTransaction && this.#group.size < MAX_IN_GROUP;
    if (!this.#isTaken && isNext) {
      this.#isTaken = true;
      return;
    }
    await new Promise<void>((start) => this.#queue.push({ isTransaction, start }));
  }

  #endTurn(): void {
    this.#isTaken = false;
    const next = this.#takeNext();
    if (next) {
      this.#isTaken = true;
      next.start();
    } else if (this.#group !== null) {
      // What the network has brought meanwhile comes first: it may belong to the group too.
      this.#flushing ??= setImmediate(() => this.#flush());
    }
  }

  #takeNext(): Waiting | undefined {
    if (this.#group === null) return this.#queue.shift();
    if (this.#group.size >= MAX_IN_GROUP) return undefined;
    const index = this.#queue.findIndex(({ isTransaction }) => isTransaction);
    return index < 0 ? undefined : this.#queue.splice(index, 1)[0];
  }

  /** Brings what has ended to the disk. A transaction whose turn it is goes on, and is waited for. */
  #flush(): void {
    this.#flushing = null;
    if (this.#isTaken || this.#group === null) return;
    const { onDisk } = this.#group;
    try {
      this.#run('commit');
      this.#group = null;
      onDisk.resolve();
    } catch (error) {
      this.#lose(error);
    }
    this.#endTurn();
  }

  /** What has ended is lost after all, as where the disk is full. Why says more than that its end failed too. */
  #lose(error: unknown): void {
    const group = this.#group;
    this.#group = null;
    this.#rollBackAll();
    group?.onDisk.reject(error);
  }

  #rollBackAll(): void {
    try {
      if (this.#file.isTransaction) this.#run('rollback');
    } catch {
      // The next transaction tries again.
    }
  }

  /** Tries again where the file is locked. */
  async #patiently<Result>(work: () => Result): Promise<Result> {
    const giveUpAt = performance.now() + BUSY_TIMEOUT_MS;
    for (let pauseMs = 1; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        return work();
      } catch (error) {
        if (!isBusy(error) || performance.now() > giveUpAt) throw error;
      }
      await sleep(pauseMs);
    }
  }

  #run<Row>(text: string, parameters: readonly unknown[] = []): QueryResult<Row> {
    const { statement, toRow } = this.#prepare(text);
    // Kysely says what a statement returns; SQLite itself does not know.
    if (toRow) return { rows: statement.all(...toInput(parameters)).map(toRow) as Row[] };
    const { changes } = statement.run(...toInput(parameters));
    return { rows: [], numAffectedRows: BigInt(changes) };
  }

  #prepare(text: string): Prepared {
    const known = this.#prepared.get(text);
    if (known) return known;
    const statement = this.#file.prepare(text);
    const names = statement.columns().map(({ name }) => name);
    statement.setReturnArrays(names.length > 0);
    const prepared = { statement, toRow: names.length > 0 ? rowMaker(names) : null };
    if (this.#prepared.size >= MAX_PREPARED) this.#prepared.clear();
    this.#prepared.set(text, prepared);
    return prepared;
  }
}

/**
 * Makes rows of the values of these columns. Rows of one statement have one shape then, which the objects that node:sqlite makes
 * have not: a page is read in half the time.
 */
function rowMaker(names: readonly string[]): (values: unknown) => object {
  const members = names.map((name, index) => `${JSON.stringify(name)}: values[${index}]`);
  return new Function('values', `return { ${members.join(', ')} };`) as (values: unknown) => object;
}

/** What one caller works on: a transaction, or statements by themselves. */
class FileConnection implements DatabaseConnection {
  isInTransaction = false;
  readonly #driver: SqliteFileDriver;

  constructor(driver: SqliteFileDriver) {
    this.#driver = driver;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return this.isInTransaction ? this.#driver.runInTransaction(query) : this.#driver.runAlone(query);
  }

  streamQuery(): AsyncIterableIterator<never> {
    throw new Error('Nothing is read bit by bit.');
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === BUSY;
}

function toInput(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => {
    if (value === null || typeof value === 'string' || typeof value === 'number') return value;
    if (typeof value === 'bigint') return value;
    throw new TypeError(`The tables hold no ${typeof value}.`);
  });
}

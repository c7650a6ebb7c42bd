import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';
import type { ConnectionUse } from './database.ts';
import { SqliteStatements } from './sqlite-statements.ts';

/** For how long another process may keep the file locked before a statement fails, in ms. */
const BUSY_TIMEOUT_MS = 5_000;
const LONGEST_PAUSE_MS = 25;
/** SQLITE_BUSY. */
const BUSY = 5;
/** How many transactions share a flush at most; other processes wait for the file meanwhile. */
const MAX_IN_GROUP = 64;

/** Transactions that have ended one after the other, and are not on the disk yet; of copies alone, if it does not wait for the disk. */
type Group = { size: number; readonly isOfCopies: boolean; readonly onDisk: PromiseWithResolvers<void> };

/** Who wants the file, and whether what they write may be lost with the machine. */
type Turn = { readonly isTransaction: boolean; readonly isCopy: boolean };
type Waiting = Turn & { readonly start: () => void };

/**
 * Runs statements on one connection to a file, one transaction at a time. Those that wait for the disk at the same moment
 * share one commit: each is a savepoint, so that one failure is one's own, and none has ended before all are on the disk.
 * Nobody sees what is not there yet: statements outside of transactions wait for the commit as well.
 *
 * It waits for the locks of other processes itself: SQLite's own waiting stops the whole process.
 */
export class SqliteFileDriver implements Driver {
  readonly #file: DatabaseSync;
  readonly #statements: SqliteStatements;
  readonly #queue: Waiting[] = [];
  #isTaken = false;
  /** Whether a commit waits for the disk. */
  #isFull = true;
  #group: Group | null = null;
  #flushing: NodeJS.Immediate | null = null;

  constructor(file: DatabaseSync) {
    this.#file = file;
    this.#statements = new SqliteStatements(file);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<FileConnection> {
    return new FileConnection(this, { isCopy: false });
  }

  async releaseConnection(): Promise<void> {}

  /** Of the one connection, as of a pool. */
  use(): ConnectionUse {
    const used = this.#isTaken ? 1 : 0;
    return { used, idle: 1 - used, max: 1, waiting: this.#queue.length };
  }

  async destroy(): Promise<void> {
    this.#flush();
    this.#file.close();
  }

  /** Runs a statement by itself. */
  async runAlone<Row>(query: CompiledQuery, { isCopy }: Pick<Turn, 'isCopy'>): Promise<QueryResult<Row>> {
    await this.#takeTurn({ isTransaction: false, isCopy });
    try {
      this.#waitForDisk(!isCopy);
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
    const { isCopy } = connection;
    await this.#takeTurn({ isTransaction: true, isCopy });
    try {
      if (this.#group !== null) this.#run('savepoint member');
      else {
        // One whose end failed must not be in the way of the next.
        this.#rollBackAll();
        this.#waitForDisk(!isCopy);
        // It takes the write lock at once: one that reads first and writes later could not wait for another.
        await this.#patiently(() => this.#run('begin immediate'));
        this.#group = { size: 0, isOfCopies: isCopy, onDisk: Promise.withResolvers() };
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

  async #takeTurn(turn: Turn): Promise<void> {
    // What waits for the disk lets more transactions in; whatever else waits is served in turn.
    const isNext = this.#group === null ? this.#queue.length === 0 : mayJoin(this.#group, turn);
    if (!this.#isTaken && isNext) {
      this.#isTaken = true;
      return;
    }
    await new Promise<void>((start) => this.#queue.push({ ...turn, start }));
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
    const group = this.#group;
    if (group === null) return this.#queue.shift();
    const index = this.#queue.findIndex((turn) => mayJoin(group, turn));
    return index < 0 ? undefined : this.#queue.splice(index, 1)[0];
  }

  /** Whether commits wait for the disk from now on. What is copied is on it with the next that does. */
  #waitForDisk(isFull: boolean): void {
    if (isFull === this.#isFull) return;
    this.#run(`pragma synchronous = ${isFull ? 'full' : 'normal'}`);
    this.#isFull = isFull;
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
    return this.#statements.run(text, parameters);
  }
}

/** Whether a transaction may end with the others of a group. */
function mayJoin({ size, isOfCopies }: Group, { isTransaction, isCopy }: Turn): boolean {
  return isTransaction && size < MAX_IN_GROUP && (isCopy || !isOfCopies);
}

/** What one caller works on: a transaction, or statements by themselves. */
export class FileConnection implements DatabaseConnection {
  isInTransaction = false;
  readonly isCopy: boolean;
  readonly #driver: SqliteFileDriver;

  constructor(driver: SqliteFileDriver, { isCopy }: Pick<Turn, 'isCopy'>) {
    this.#driver = driver;
    this.isCopy = isCopy;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return this.isInTransaction ? this.#driver.runInTransaction(query) : this.#driver.runAlone(query, this);
  }

  streamQuery(): AsyncIterableIterator<never> {
    throw new Error('Nothing is read bit by bit.');
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === BUSY;
}

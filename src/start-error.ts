import type { Config } from './config.ts';
import { UnsafeFolderError } from './database/data-folder.ts';
import { NewerTablesError } from './database/migrate.ts';
import { sqliteFileOf } from './database/open.ts';
import type { VendorName } from './domain/phone-number.ts';
import { MemoryDamagedError } from './ledger/memory.ts';

/** Why the service cannot start and what to do about it, in a sentence for people that names no URL and no secret. */
export class StartError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartError';
  }
}

/** Says for people why it failed, or null where it is none of the usual causes. */
type Explain = (error: unknown, config: Config) => string | null;

/** Waits for a step of the start. Throws `StartError` if it fails for a usual cause, else what it throws. */
export async function orExplain<Result>(config: Config, step: Promise<Result>, explain: Explain): Promise<Result> {
  try {
    return await step;
  } catch (error) {
    const sentence = explain(error, config);
    throw sentence === null ? error : new StartError(sentence, { cause: error });
  }
}

/** Of the database: a file in the folder with what the service keeps, or PostgreSQL. */
export const explainDatabase: Explain = (error, config) => {
  if (error instanceof UnsafeFolderError || error instanceof NewerTablesError) return error.message;
  return config.databaseUrl === null
    ? (explainFolder(error, config) ?? explainSqlite(error, config))
    : explainPostgres(error);
};

/** Throws `StartError` where the database knows a vendor that this service does not: it could not be shown. */
export function refuseUnknownVendors(
  names: readonly VendorName[],
  vendors: readonly { readonly name: VendorName }[],
): void {
  const unknown = names.filter((name) => !vendors.some((vendor) => vendor.name === name));
  if (unknown.length === 0) return;
  throw new StartError(
    `The database has numbers or operations of ${unknown.join(', ')}: start the service with the definition of every vendor that it has had, by VENDORS where it is a package's.`,
  );
}

/** Of the fake vendors. By name, since their code is loaded only when they are used. */
export const explainSandbox: Explain = (error, config) =>
  error instanceof Error && error.name === 'SandboxStateError' ? error.message : explainFolder(error, config);

/** Of what is remembered of the ledger, in the folder with what the service keeps. */
export const explainMemory: Explain = (error, config) =>
  error instanceof MemoryDamagedError ? error.message : explainDatabase(error, config);

/** Of the address to serve at. */
export const explainAddress: Explain = (error, { host, port }) => {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return `Port ${port} of ${host} is taken: end what listens there, or set PORT to another one (0 takes any free one).`;
    case 'EACCES':
      return `This user may not listen on port ${port}: set PORT to one above 1023.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EADDRNOTAVAIL':
      return `HOST ${host} is no address of this machine: set it to one, such as 127.0.0.1, or to 0.0.0.0 for all.`;
    default:
      return null;
  }
};

const folderTroubles = new Map([
  ['EEXIST', 'is a file: name a folder'],
  ['ENOTDIR', 'lies below a file: name a folder'],
  ['ENOENT', 'cannot be made: name another folder'],
  ['EACCES', 'may not be written to by this user: allow it, or name another folder'],
  ['EPERM', 'may not be written to by this user: allow it, or name another folder'],
  ['EROFS', 'is on a disk that cannot be written to: name another folder'],
  ['ENOSPC', 'is on a disk that is full: make room, or name another folder'],
]);

const explainFolder: Explain = (error, { dataDir }) => {
  const isAboutFile =
    error instanceof Error && 'syscall' in error && /^(mkdir|open|chmod|rename)$/.test(`${error.syscall}`);
  const trouble = isAboutFile ? folderTroubles.get(codeOf(error)) : undefined;
  return trouble === undefined ? null : `DATA_DIR ${dataDir} ${trouble}.`;
};

/** Primary result codes of SQLite. */
const sqliteTroubles = new Map([
  [5, 'is locked by another process: wait for it, or end it'],
  [8, 'may not be written to by this user: allow it, or set DATA_DIR to another folder'],
  [10, 'cannot be read or written: see whether its disk is well'],
  [11, 'is damaged: put a backup in its place'],
  [13, 'is on a disk that is full: make room'],
  [14, 'cannot be opened by this user: allow it, or set DATA_DIR to another folder'],
  [26, 'is no SQLite database: move it away, or set DATA_DIR to another folder'],
]);

const explainSqlite: Explain = (error, config) => {
  if (!(error instanceof Error && 'errcode' in error && typeof error.errcode === 'number')) return null;
  const trouble = sqliteTroubles.get(error.errcode & 0xff);
  return trouble === undefined ? null : `${sqliteFileOf(config)} ${trouble}.`;
};

const REACH = 'cannot be reached: start it, or correct the host and the port in DATABASE_URL';
const LOGIN = 'refuses the login: correct the user and the password in DATABASE_URL';
const POOLER = 'is behind a pooler that allows no transactions: let it pool by session or by transaction';

/** What PostgreSQL and its client say by code, which is in no danger of naming a password. */
const postgresTroubles = new Map([
  ...['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOENT'].map(
    (code) => [code, REACH] as const,
  ),
  ...['28000', '28P01'].map((code) => [code, LOGIN] as const),
  ['3D000', 'has no such database: create it, or correct its name in DATABASE_URL'],
  ['25006', 'is a standby, which takes no writes: lead DATABASE_URL to the primary'],
  ['42501', 'does not let this user make its tables: grant it CREATE on the database'],
  ['53100', 'has a full disk: make room'],
  ['53300', 'has no connection left: raise its max_connections, or start fewer instances'],
  ['57P03', 'is starting or stopping: wait for it'],
]);

function explainPostgres(error: unknown): string | null {
  const trouble = postgresTroubles.get(codeOf(error)) ?? explainPostgresClient(error);
  return trouble === undefined ? null : `PostgreSQL ${trouble}.`;
}

/** The client gives no code to what it finds out itself. */
function explainPostgresClient(error: unknown): string | undefined {
  const message = error instanceof Error ? error.message : '';
  if (/^(timeout exceeded when trying to connect|Connection terminated|Query read timeout)/.test(message)) return REACH;
  if (message.startsWith('SASL: ')) return LOGIN;
  if (message.includes('statement pooling mode')) return POOLER;
  return undefined;
}

/** The code of an error; of several, as of one for each address of a host, that of the first. */
function codeOf(error: unknown): string {
  const one: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return one instanceof Error && 'code' in one ? String(one.code) : '';
}

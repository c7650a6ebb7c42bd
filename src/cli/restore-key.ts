import { createSameAccount } from '../accounts/same-account.ts';
import { loadSettings } from '../config.ts';
import { createLedgerReads } from '../ledger/reads.ts';
import { restoreKey as writeBack } from '../ledger/restore.ts';
import { type KeyToRestore, NotRestoredError, restoreKey } from '../operations/restore-key.ts';
import { createRegistry } from '../registry/sql-registry.ts';
import { createLogger } from '../telemetry/logger.ts';
import { CommandError } from './command-error.ts';
import { openAccounts } from './open-accounts.ts';
import { openBesideService } from './open-beside-service.ts';
import { parseLines } from './parse-lines.ts';
import { readText } from './read-text.ts';

/** The options of `phone-numbers restore-key`. */
export type RestoreKeyOptions = {
  readonly key?: string;
  readonly vendor?: string;
  readonly vendorId?: string;
  readonly address?: string;
  readonly file?: string;
  readonly account: string;
  readonly kind: KeyToRestore['kind'];
};

const FAILED = 1;

/**
 * Writes one key back, or those of a file. Returns the exit code: 0 if all are on record now, 1 if a line of the file is
 * not.
 * @throws {CommandError | ConfigError} where there is no ledger, the options make no sense, or the one key is refused.
 */
export async function runRestoreKey(options: RestoreKeyOptions): Promise<number> {
  const lines = options.file === undefined ? null : await readKeys(options.file, options);
  const one = lines === null ? toKey(options) : null;
  const settings = await loadSettings();
  return openBesideService(settings.config, async (database, stack) => {
    const now = () => new Date();
    const registry = createRegistry(database, now);
    const ledger = createLedgerReads(database, now);
    const { confirm } = createSameAccount({ registry, ledger, logger: createLogger('silent') });
    const vendors = await openAccounts(settings, stack);
    const restore = (key: KeyToRestore) =>
      restoreKey({ vendors, registry, confirm, restore: (lost) => writeBack(database, now, lost) }, key);
    if (one !== null) {
      process.stdout.write(`${await restore(one).catch(explain)}\n`);
      return 0;
    }
    let failed = 0;
    for (const { line, key } of lines ?? []) {
      const said = await attempt(() => (key instanceof Error ? Promise.reject(key) : restore(key)));
      if (!said.isDone) failed += 1;
      process.stdout.write(`line ${line}: ${said.isDone ? '' : 'NOT written back: '}${said.message}\n`);
    }
    process.stdout.write(`Keys on record: ${(lines ?? []).length - failed}; not written back: ${failed}.\n`);
    return failed === 0 ? 0 : FAILED;
  });
}

function explain(error: unknown): never {
  if (!(error instanceof NotRestoredError)) throw error;
  throw new CommandError(`Not written back: ${error.message}`, { cause: error });
}

async function attempt(work: () => Promise<string>): Promise<{ isDone: boolean; message: string }> {
  try {
    return { isDone: true, message: await work() };
  } catch (error) {
    if (!(error instanceof NotRestoredError)) throw error;
    return { isDone: false, message: error.message };
  }
}

function toKey({ key, vendor, vendorId, address, account, kind }: RestoreKeyOptions): KeyToRestore {
  if (key === undefined || vendor === undefined || (vendorId === undefined) === (address === undefined))
    throw new CommandError('Give --key, --vendor, and one of --vendor-id and --address; or --file.');
  const number = vendorId === undefined ? { address: address ?? '' } : { vendorId };
  return { idempotencyKey: key, vendor, number, account, kind };
}

type Line = { readonly line: number; readonly key: KeyToRestore | NotRestoredError };

/** Each line is `key,vendor,vendorId`; one that reads so itself is a heading. */
async function readKeys(file: string, { account, kind, ...others }: RestoreKeyOptions): Promise<Line[]> {
  if (others.key ?? others.vendor ?? others.vendorId ?? others.address)
    throw new CommandError('With --file, keys, vendors and ids are in the file: leave the options out.');
  return parseLines(await readText(file)).flatMap(({ line, fields }): Line[] => {
    const [idempotencyKey, vendor, vendorId] = fields;
    if (fields.join() === 'key,vendor,vendorId') return [];
    if (!idempotencyKey || !vendor || !vendorId || fields.length !== 3) {
      const message =
        'A line is key,vendor,vendorId; a text with a comma or a quotation mark is put in quotation marks.';
      return [{ line, key: new NotRestoredError(message) }];
    }
    return [{ line, key: { idempotencyKey, vendor, number: { vendorId }, account, kind } }];
  });
}

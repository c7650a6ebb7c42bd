import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import type { AccountSource, Contradiction } from '../../src/audit/findings.ts';
import type { CallOutcome } from '../../src/domain/call.ts';
import { toNumberId } from '../../src/domain/number-id.ts';
import type { LeasedOperation } from '../../src/ledger/ledger.ts';
import type { VendorNumber } from '../../src/vendors/vendor-number.ts';
import { engines, openTestDatabase } from '../support/databases.ts';
import {
  beginLeased,
  type LedgerHarness,
  openLedger,
  reportedNumber,
  send,
  troubleOf,
} from '../support/ledger-harness.ts';

const vendor = 'LISTED';
const HOUR_MS = 3_600_000;
const FIRST = '+442079460958';
const SECOND = '+442079460959';

describe.each(engines)('an audit on %s of a key that asked for several numbers', (engine) => {
  let harness: LedgerHarness;
  beforeEach(async () => {
    harness = await openLedger(() => openTestDatabase(engine));
  });
  afterEach(() => harness.close());

  /** What an audit finds where the vendor's list shows these numbers. */
  async function contradictionsWith(...numbers: Partial<VendorNumber>[]): Promise<readonly Contradiction[]> {
    const account: AccountSource = {
      title: 'Listed',
      get: async (vendorId) => listed.find((number) => number.vendorId === vendorId) ?? null,
      async *list() {
        yield listed;
      },
    };
    const listed = numbers.map((number, index) => ({ ...reportedNumber(`id-${index}`), ...number }));
    const { ledger, registry } = harness;
    const since = new Date(harness.now().getTime() - HOUR_MS);
    const found = await audit({
      ledger,
      registry,
      vendors: new Map([[vendor, account]]),
      forgetsOperations: false,
      since,
    });
    return found.contradictions;
  }

  /** Asks for the first number, is told that it is no longer available, and asks for the second one. */
  async function askForBoth(): Promise<LeasedOperation> {
    const { ledger } = harness;
    const leased = await beginLeased(ledger);
    const ask = { account: 'ours', isLookedAt: true, note: 'Asking.' } as const;
    const first = await send(ledger, leased, { ...ask, target: FIRST });
    const told = await ledger.recordUnavailable(first.operation, 'No longer available.');
    const free = await ledger.chooseAgain(told);
    return (await send(ledger, free, { ...ask, target: SECOND })).operation;
  }

  function fail(leased: LeasedOperation, outcome: CallOutcome) {
    const errors = [troubleOf(true)];
    return harness.ledger.finish(leased, { status: 'FAILED', note: 'Failed.', errors, outcome });
  }

  it('finds the number of the first call, where the operation has failed', async () => {
    const { operation } = await fail(await askForBoth(), 'refused');
    expect(await contradictionsWith({ address: FIRST })).toMatchObject([
      { kind: 'FAILED_BUT_HELD', address: FIRST, operationIds: [operation.id] },
    ]);
  });

  it('finds the number of the first call, where the operation has obtained the second one', async () => {
    const leased = await askForBoth();
    const number = { vendor, vendorId: 'id-0', reported: { ...reportedNumber('id-0'), address: SECOND } };
    await harness.ledger.finish(leased, { status: 'SUCCEEDED', note: 'Bought.', errors: [], number, outcome: 'done' });
    expect(await contradictionsWith({ address: SECOND })).toEqual([]);
    expect(await contradictionsWith({ address: SECOND }, { address: FIRST })).toMatchObject([
      {
        kind: 'OBTAINED_BESIDE',
        address: FIRST,
        operationIds: [leased.id],
        message: expect.stringContaining(`has obtained ${SECOND}, but ${FIRST} is in the account`),
      },
    ]);
  });

  it('takes no number for one of them that nothing but a wrong answer to another call has named', async () => {
    await fail(await askForBoth(), 'refused');
    const wrong = await beginLeased(harness.ledger, { idempotencyKey: 'another' });
    const { operation } = await send(harness.ledger, wrong, {
      account: 'ours',
      target: '+442079460960',
      note: 'Asking.',
    });
    const number = {
      vendor,
      vendorId: 'id-9',
      reported: { ...reportedNumber('id-9'), address: FIRST },
      local: { obtained: true },
    } as const;
    await harness.ledger.finish(operation, {
      status: 'PENDING',
      note: 'Wrong.',
      errors: [],
      number,
      phoneNumberId: null,
      outcome: 'unknown',
    });
    expect((await contradictionsWith()).filter(({ kind }) => kind === 'FAILED_BUT_HELD')).toEqual([]);
  });

  it('finds a number that the vendor writes as it is dialled within its country', async () => {
    await fail(await askForBoth(), 'unknown');
    const national = { address: '02079460958', spelling: '02079460958' };
    expect(await contradictionsWith(national)).toMatchObject([{ kind: 'FAILED_BUT_HELD', address: FIRST }]);
    expect(await contradictionsWith({ address: '02079460957', spelling: '02079460957' })).toEqual([]);
  });

  it('finds a number of the vendor’s own choice by its marker', async () => {
    const { ledger } = harness;
    const { operation } = await send(ledger, await beginLeased(ledger), {
      account: 'ours',
      marker: 'M-1',
      note: 'Asking.',
    });
    await fail(operation, 'unknown');
    expect(await contradictionsWith({ address: FIRST, marker: 'M-2' })).toEqual([]);
    expect(await contradictionsWith({ address: FIRST, marker: 'M-1' })).toMatchObject([
      { kind: 'FAILED_BUT_HELD', phoneNumberId: toNumberId(vendor, 'id-0'), operationIds: [operation.id] },
    ]);
  });

  it('finds nothing wrong with what the account may have had before the first call for it', async () => {
    const { registry } = harness;
    await registry.recordSeen(vendor, [{ ...reportedNumber('id-0'), address: FIRST }], await registry.sequence());
    await registry.recordMissing(vendor, 'id-0', { since: await registry.sequence(), obtainedBefore: '9999' });
    await fail(await askForBoth(), 'unknown');
    expect(await contradictionsWith({ address: FIRST })).toEqual([]);
  });
});

import { describe, expect, it, vi } from 'vitest';
import { type Verdict, verdicts } from '../../src/operations/reconciliation/evidence.ts';
import { builtInVendors } from '../../src/vendors/index.ts';
import { type Case, type LookRow, lookRows } from '../support/evidence-table/looks.ts';
import { type MisledApp, startMisledApp } from '../support/misleading/misled-app.ts';
import { readOperation, untilOperation } from '../support/mutations.ts';
import { linesOf } from '../support/numbers.ts';
import { purchaseInput } from '../support/purchases.ts';
import type { TestVendor } from '../support/vendors.ts';
import { pickwick } from '../vendors/pickwick/pickwick.ts';

const AREA_CODE = '312';
const DAY_SECONDS = 86_400;

const cases = lookRows.flatMap((row) =>
  row.vendors.map((vendor) => ({
    ...row,
    vendor,
    at: vendor?.title ?? 'a vendor that picks',
  })),
);

describe.concurrent('the table of evidence: what is found of an operation whose outcome is open', () => {
  it.each(cases)('$evidence, at $at: $is', async (row) => {
    const opened = await openCase(row, row.vendor);
    try {
      await expectThat(opened, row);
    } finally {
      await opened.misled.stop();
    }
  });

  it('every kind of evidence has a row', () => {
    const met = new Set<string>(lookRows.map(({ meets }) => meets));
    expect(Object.keys(verdicts).filter((evidence) => !met.has(evidence))).toEqual([]);
  });
});

async function openCase(row: LookRow, vendor: TestVendor | null): Promise<Case> {
  let skippedMs = 0;
  const misled = await startMisledApp({
    vendors: [...builtInVendors, pickwick],
    now: () => new Date(Date.now() + skippedMs),
    // No row waits for it: a machine that is busy must not be taken for a vendor that does not answer.
    vendorTimeoutMs: 10_000,
    recoveryPatienceSeconds: row.dayInSeconds ?? DAY_SECONDS,
    ...(row.decorate && { decorate: row.decorate }),
  });
  return {
    misled,
    vendor: vendor ?? { name: pickwick.name },
    areaCode: AREA_CODE,
    number: vendor?.stockNumber(AREA_CODE) ?? '',
    input: vendor ? purchaseInput(vendor.name, { areaCode: AREA_CODE }) : orderAny(),
    skip(ms) {
      skippedMs += ms;
    },
  };
}

const orderAny = () => ({ idempotencyKey: crypto.randomUUID(), vendor: pickwick.name, areaCode: AREA_CODE });

async function expectThat(opened: Case, { arrange, meets, is }: LookRow): Promise<void> {
  const { misled } = opened;
  const id = (await arrange(opened)).operation?.id ?? '';
  await vi.waitFor(() => expect(evidenceOf(misled, id)).toContain(meets), { timeout: 20_000, interval: 20 });
  await expectVerdict(misled, id, is);
}

/** What an operation has been found to be so far, as the log tells it. */
function evidenceOf({ app }: MisledApp, operationId: string): unknown[] {
  return linesOf(app).flatMap((line) => (line['operationId'] === operationId ? [line['evidence']] : []));
}

async function expectVerdict({ app, sandbox }: MisledApp, id: string, verdict: Verdict): Promise<void> {
  const sold = () => sandbox.control.sales().map(({ number }) => number);
  switch (verdict) {
    case 'happened':
      await untilOperation(app, id, { status: 'SUCCEEDED' });
      break;
    case 'choose-again': {
      const { phoneNumber } = await untilOperation(app, id, { status: 'SUCCEEDED' });
      expect(sold()).toEqual([phoneNumber?.address]);
      break;
    }
    case 'did-not-happen': {
      const { userErrors } = await untilOperation(app, id, { status: 'FAILED' });
      expect(userErrors).toMatchObject([{ charged: 'NO', retryable: true }]);
      break;
    }
    case 'never-again': {
      const { userErrors } = await untilOperation(app, id, { status: 'FAILED', errorCodes: ['NUMBER_UNAVAILABLE'] });
      expect(userErrors).toMatchObject([{ charged: 'NO', retryable: false }]);
      break;
    }
    case 'person': {
      const { kind, userErrors } = await untilOperation(app, id, { status: 'NEEDS_ATTENTION' });
      expect(userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN', charged: kind === 'PURCHASE' ? 'UNKNOWN' : 'NO' }]);
      break;
    }
    case 'open':
      expect((await readOperation(app, id))?.status).toBe('PENDING');
      break;
  }
}

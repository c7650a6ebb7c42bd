import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallOutcome } from '../../src/domain/call.ts';
import { verdictsOfAnswers } from '../../src/operations/reconciliation/evidence.ts';
import type { OperationContext } from '../../src/operations/shared/context.ts';
import { type Answered, type AnswerRow, answerRows } from '../support/evidence-table/answers.ts';
import { neverArrives, refuses } from '../support/misleading/lies.ts';
import { type MisledApp, passGrace, startMisledApp } from '../support/misleading/misled-app.ts';
import type { ShownPayload } from '../support/mutations.ts';
import { freeAreaCode, purchaseInput } from '../support/purchases.ts';
import { listed, type TestVendor, unlisted } from '../support/vendors.ts';

/** One key of one row, and what came of its last call. */
type Asked = {
  readonly number: string;
  readonly input: Record<string, unknown>;
  payload?: ShownPayload;
  readonly bought: readonly string[];
};

describe.each([
  ['with a list', listed],
  ['without one', unlisted],
] as const)('the table of evidence, at a vendor %s: what it answers to a call that buys', (_kind, vendor) => {
  const asked = new Map<string, Asked>();
  /** Outcomes on record, where no call of the key was unanswered, and where one was. */
  const met = new Set<string>();
  let misled: MisledApp;
  let parts: OperationContext | undefined;

  /** Asks once more under this key, while the call meets this lie. */
  async function ask(key: string, { number, input }: Omit<Asked, 'bought'>, row: AnswerRow | null): Promise<void> {
    const named = { number, another: vendor.stockNumber(number.slice(2, 5), 9), othersId: othersId(), ownId };
    misled.way.once(vendor.name, 'purchase', row === null ? neverArrives : row.lie(named));
    const before = boughtBy(vendor).length;
    const payload = await misled.purchase(input);
    // What the row does not use up is not for the next.
    const bought = boughtBy(vendor).slice(before);
    asked.set(key, { number, input, payload, bought });
    function ownId(): string {
      return misled.sandbox.control.numbers(vendor.name).find((held) => held.number === number)?.id ?? 'none';
    }
  }

  const boughtBy = ({ name }: TestVendor) => {
    const { control } = misled.sandbox;
    return control.numbers(name).map(({ number }) => number);
  };
  const othersId = () => asked.get('another operation')?.payload?.phoneNumber?.vendorId ?? '';
  const newKey = (row: AnswerRow | null): Omit<Asked, 'bought'> => {
    const areaCode = freeAreaCode();
    const number = vendor.stockNumber(areaCode);
    return { number, input: purchaseInput(vendor.name, row?.isForExactNumber ? { number } : { areaCode }) };
  };

  beforeAll(async () => {
    const decorate = (context: OperationContext): OperationContext => {
      parts = context;
      return context;
    };
    misled = await startMisledApp({ vendorTimeoutMs: 1_000, recoveryIntervalSeconds: 600, decorate });
    const [honest] = answerRows;
    if (honest) await ask('another operation', newKey(null), honest);
    for (const row of answerRows) await ask(row.answer, newKey(row), row);

    // From now on nobody can be asked what is in the account.
    misled.way.on(vendor.name, 'list', refuses(400, 'The list is being counted'));
    const unanswered = answerRows.map((row) => ({ row, key: newKey(null) }));
    for (const { row, key } of unanswered) await ask(`${row.answer}, later`, key, null);
    await passGrace();
    for (const { row, key } of unanswered) await ask(`${row.answer}, later`, key, row);

    for (const [key, { payload }] of asked) {
      const calls = (await parts?.ledger.calls(payload?.operation?.id ?? '')) ?? [];
      const { outcome } = (key.endsWith(', later') ? calls[1] : calls[0]) ?? {};
      if (outcome) met.add(`${outcome} ${key.endsWith(', later') ? 'inDoubt' : 'otherwise'}`);
    }
  }, 120_000);
  afterAll(() => misled.stop());

  it.each(answerRows)('$answer: $otherwise', ({ answer, otherwise }) => {
    expectThat(asked.get(answer), otherwise);
  });

  it.each(answerRows)('$answer, after a call that was not answered: $afterOneUnanswered', (row) => {
    expectThat(asked.get(`${row.answer}, later`), row.afterOneUnanswered);
  });

  it('every kind of answer is met', () => {
    const outcomes: readonly CallOutcome[] = Object.keys(verdictsOfAnswers).filter(isOutcome);
    expect([...met].toSorted()).toEqual(
      outcomes.flatMap((outcome) => [`${outcome} inDoubt`, `${outcome} otherwise`]).toSorted(),
    );
  });
});

const isOutcome = (text: string): text is CallOutcome => text in verdictsOfAnswers;

function expectThat(asked: Asked | undefined, answered: Answered): void {
  const { number, payload, bought } = asked ?? {};
  const { operation, phoneNumber, userErrors } = payload ?? {};
  switch (answered) {
    case 'happened':
      expect(operation?.status).toBe('SUCCEEDED');
      expect(phoneNumber?.address).toBe(number);
      expect(bought).toEqual([number]);
      break;
    case 'another number':
      expect(operation?.status).toBe('SUCCEEDED');
      expect(phoneNumber?.address).not.toBe(number);
      expect(bought).toEqual([phoneNumber?.address]);
      break;
    case 'did not happen':
      expect(operation?.status).toBe('FAILED');
      expect(userErrors?.map(({ charged }) => charged)).toEqual(['NO']);
      expect(bought).toEqual([]);
      break;
    case 'open':
      expect(['PENDING', 'NEEDS_ATTENTION']).toContain(operation?.status);
      expect(userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN', charged: 'UNKNOWN' }]);
      expect(bought?.filter((address) => address !== number)).toEqual([]);
      break;
  }
}

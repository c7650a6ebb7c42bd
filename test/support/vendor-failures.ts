import { describe, expect, it, vi } from 'vitest';
import type { OperationName } from '../../src/sandbox/faults.ts';
import type { VoiceVendor } from '../../src/vendors/vendor.ts';
import { apiKey, createBench, stock, type VendorUnderContract } from './contract-harness.ts';
import { findDeadUrl } from './stub-server.ts';
import { failureOf, recordCall } from './vendor-calls.ts';

const lost = { outcome: 'unknown', reason: 'no-answer', retryable: true };
const troubles = [
  ['429', { outcome: 'unreachable', reason: 'busy', retryable: true }],
  ['refuse', { outcome: 'rejected', reason: 'refused', retryable: false }],
  ['500-before', lost],
  ['500-after', lost],
  ['reset-before', lost],
  ['reset-after', lost],
  ['hang', lost],
  ['hang-after', lost],
  ['garbage', { outcome: 'unknown', reason: 'unreadable', retryable: true }],
] as const;

/** What every vendor adapter does when things go wrong. */
export function describeVendorFailures(given: VendorUnderContract): void {
  const { sandbox, setUp, calls, fault, findNumber, order, imported } = createBench(given);

  function change(vendor: VoiceVendor, operation: OperationName, number: string) {
    if (operation === 'purchase') return vendor.purchase(recordCall(), { ...order, number });
    if (operation === 'import') return vendor.importSip(recordCall(), imported);
    return vendor.update(recordCall(), number, { agentId: given.otherAgentId });
  }
  const targetOf = async (vendor: VoiceVendor, operation: OperationName) =>
    operation === 'update' ? (sandbox().control.numbers(given.name)[0]?.id ?? '') : await findNumber(vendor);

  describe.each(['purchase', 'import', 'update'] as const)('a call to %s', (operation) => {
    it.each(troubles)('that meets %s is sent once and ends as it should', async (kind, expected) => {
      const { vendor } = setUp({ timeoutMs: 250 });
      const target = await targetOf(vendor, operation);
      fault(kind, operation);
      expect(await failureOf(change(vendor, operation, target))).toMatchObject({
        vendor: given.name,
        ...expected,
      });
      expect(calls(operation)).toHaveLength(1);
    });

    it('that is answered late goes well', async () => {
      const { vendor } = setUp();
      const target = await targetOf(vendor, operation);
      sandbox().control.addFault({ vendor: given.name, kind: 'late', operation, delayMs: 300 });
      expect(await change(vendor, operation, target)).toHaveProperty('vendorId');
      expect(calls(operation)).toHaveLength(1);
    });
  });

  describe('a read', () => {
    it.each(['500-before', 'reset-before', 'hang', 'garbage'] as const)(
      'goes well in spite of one %s',
      async (kind) => {
        const { vendor } = setUp({ timeoutMs: 1_000 });
        fault(kind, 'search', 1);
        expect(await vendor.search(stock)).toHaveLength(stock.limit);
        expect(calls('search')).toHaveLength(2);
      },
    );

    it.each([
      ['429', 'busy'],
      ['500-before', 'no-answer'],
      ['reset-before', 'no-answer'],
      ['hang', 'no-answer'],
      ['garbage', 'unreadable'],
    ] as const)('that meets nothing but %s ends as unreachable after three attempts at most', async (kind, reason) => {
      const { vendor } = setUp({ timeoutMs: 900 });
      const [held] = sandbox().control.numbers(given.name);
      fault(kind, 'get');
      expect(await failureOf(vendor.get(held?.id ?? ''))).toMatchObject({
        outcome: 'unreachable',
        reason,
        retryable: true,
      });
      expect(calls('get').length).toBeLessThanOrEqual(3);
    });

    it('that is refused is not repeated', async () => {
      const { vendor } = setUp();
      fault('refuse', 'search');
      const failure = await failureOf(vendor.search(stock));
      expect(failure).toMatchObject({ outcome: 'rejected', reason: 'refused' });
      expect(failure.message).toBe(`${vendor.title} said: Refused`);
      expect(calls('search')).toHaveLength(1);
    });
  });

  it('leaves a vendor alone that keeps failing, and comes back to it later', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { vendor } = setUp();
    const number = await findNumber(vendor);
    fault('500-before', 'import', 5);
    for (let call = 0; call < 5; call += 1) await failureOf(vendor.importSip(recordCall(), imported));
    expect(vendor.health()).toMatchObject({ available: false, failingSince: expect.any(String) });
    const refusal = await failureOf(vendor.purchase(recordCall(), { ...order, number }));
    expect(refusal).toMatchObject({ outcome: 'unreachable', retryable: true });
    expect(calls('purchase')).toHaveLength(0);
    vi.setSystemTime(Date.now() + 10_001);
    await vendor.purchase(recordCall(), { ...order, number });
    expect(vendor.health()).toEqual({ available: true, failingSince: null, message: null });
  });

  it('knows for certain that nothing happened where nobody listens', async () => {
    const { vendor } = setUp({ baseUrl: await findDeadUrl() });
    const expected = { outcome: 'unreachable', reason: 'no-connection', retryable: true };
    const purchase = vendor.purchase(recordCall(), { ...order, number: '+12125550100' });
    expect(await failureOf(purchase)).toMatchObject(expected);
    expect(await failureOf(vendor.search(stock))).toMatchObject(expected);
    expect(vendor.health()).toMatchObject({ message: `${vendor.title} cannot be reached` });
  });

  it('tells the operator where its key is not accepted, and nobody else the key', async () => {
    const { vendor } = setUp();
    const complaint = { vendor: given.name, kind: 'refuse', operation: 'purchase' } as const;
    sandbox().control.addFault({ ...complaint, status: 401, message: `no such key ${apiKey}` });
    const failure = await failureOf(change(vendor, 'purchase', await findNumber(vendor)));
    expect(failure).toMatchObject({
      outcome: 'unreachable',
      reason: 'credentials',
      retryable: true,
    });
    expect(failure.message).toBe(`${vendor.title} does not accept this service's API key; the operator must mend it.`);
  });

  it('lets no secret out, whatever the vendor says', async () => {
    const { vendor, log } = setUp({ timeoutMs: 250 });
    const { username, password } = imported;
    const secrets = [apiKey, username, password, JSON.stringify(password).slice(1, -1)];
    const echo = `bad login ${username}:${encodeURIComponent(password)} ${JSON.stringify(imported)} ${apiKey}`;
    const complaint = {
      vendor: given.name,
      kind: 'refuse',
      operation: 'import',
      times: 1,
    } as const;
    sandbox().control.addFault({ ...complaint, message: echo });
    fault('garbage', 'import', 1);
    fault('reset-before', 'import', 1);
    const seen: string[] = [];
    for (let call = 0; call < 3; call += 1) {
      seen.push(textOf(await failureOf(vendor.importSip(recordCall(), imported))));
    }
    expect(seen[0]).toContain('bad login [removed]');
    await vendor.importSip(recordCall(), { ...imported, number: '+15735550124' });
    const everything = [...seen, log.text()].join('\n');
    for (const secret of [...secrets, encodeURIComponent(password)]) {
      expect(everything).not.toContain(secret);
    }
  });
}

/** All that a logger or a careless caller could make of an error. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error) ?? '';
  return `${error.stack} ${JSON.stringify(error)} ${textOf(error.cause)}`;
}

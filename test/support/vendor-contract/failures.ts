import { describe, expect, it, vi } from 'vitest';
import type { Fault } from '../../../src/sandbox/faults.ts';
import type { OperationName } from '../../../src/vendors/fake-kit/routes.ts';
import type { VoiceVendor } from '../../../src/vendors/open-vendor.ts';
import { VendorError } from '../../../src/vendors/vendor-error.ts';
import { findDeadUrl } from '../stub-server.ts';
import { exactBuying, failureOf, listAll, present, recordCall } from '../vendor-calls.ts';
import { type ContractHarness, createContractHarness, stockQuery } from './harness.ts';
import type { Subject } from './subject.ts';

/** A call that changes something. What it needs is prepared before anything fails. */
type Write = {
  readonly name: string;
  readonly operation: OperationName;
  readonly isThere: boolean;
  prepare(vendor: VoiceVendor): Promise<(by: VoiceVendor) => Promise<unknown>>;
};

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

/** How long to wait for a vendor, in ms: short where it will not answer, and long enough for a busy machine elsewhere. */
function patienceWith(kind: Fault['kind']): number {
  return kind === 'hang' || kind === 'hang-after' ? 600 : 5_000;
}

/** What every adapter does when things go wrong. */
export function describeFailures(subject: Subject): void {
  const harness = createContractHarness(subject);
  const { definition, setUp, calls, fault, existingId } = harness;
  const { name } = definition;
  const writes = writesOf(harness).filter(({ isThere }) => isThere);

  it('are tried for every call that the vendor has', () => {
    const { buying, importing, sip, updating, unlink, release } = subject.members;
    const there = [buying, importing, sip, updating, unlink, release].filter((member) => member !== undefined);
    expect(writes).toHaveLength(there.length);
  });

  describe.each(writes)('a call to $name', ({ operation, prepare, name: write }) => {
    it.each(troubles)('that meets %s is sent once and ends as it should', async (kind, expected) => {
      const call = await prepare(setUp().vendor);
      fault(kind, operation);
      const failure = await failureOf(call(setUp({ timeoutMs: patienceWith(kind) }).vendor)).catch(
        (error: unknown) => error,
      );
      // An answer without a body has nothing in it that cannot be read.
      if (kind !== 'garbage' || write !== 'release' || failure instanceof VendorError) {
        expect(failure).toMatchObject({ vendor: name, ...expected });
      }
      expect(calls(operation)).toHaveLength(1);
    });

    it('that is answered late goes well', async () => {
      const { vendor } = setUp();
      const call = await prepare(vendor);
      fault('late', operation, { delayMs: 100 });
      await call(vendor);
      expect(calls(operation)).toHaveLength(1);
    });
  });

  const reads = [
    { name: 'get', isThere: true, run: (vendor: VoiceVendor): Promise<unknown> => vendor.get(existingId()) },
    {
      name: 'search',
      isThere: subject.members.buying?.choice === 'exact',
      run: (vendor: VoiceVendor) => exactBuying(vendor).search(stockQuery(subject)),
    },
    {
      name: 'order',
      isThere: subject.members.buying?.choice === 'exact' && subject.members.buying.order !== undefined,
      run: (vendor: VoiceVendor) => present(exactBuying(vendor).order)({ marker: 'pns-0', number: '+12125550199' }),
    },
    {
      name: 'list',
      isThere: subject.members.list !== undefined,
      run: (vendor: VoiceVendor) => listAll(vendor),
    },
  ] as const;

  describe.each(reads.filter(({ isThere }) => isThere))('a read: $name', ({ name: operation, run }) => {
    it.each(['500-before', 'reset-before', 'hang', 'garbage'] as const)(
      'goes well in spite of one %s',
      async (kind) => {
        const { vendor } = setUp({ timeoutMs: kind === 'hang' ? 2_000 : 5_000 });
        const usual = await run(vendor);
        fault(kind, operation, { times: 1 });
        expect(await run(vendor)).toEqual(usual);
        expect(calls(operation)).toHaveLength(3);
      },
    );

    it('that is refused is not repeated', async () => {
      const { vendor } = setUp();
      fault('refuse', operation);
      const failure = await failureOf(run(vendor));
      expect(failure).toMatchObject({ outcome: 'rejected', reason: 'refused' });
      expect(failure.message).toBe(`${vendor.title} said: Refused`);
      expect(calls(operation)).toHaveLength(1);
    });
  });

  it.each([
    ['429', 'busy'],
    ['500-before', 'no-answer'],
    ['reset-before', 'no-answer'],
    ['hang', 'no-answer'],
    ['garbage', 'unreadable'],
  ] as const)(
    'a read that meets nothing but %s ends as unreachable after three attempts at most',
    async (kind, reason) => {
      const { vendor } = setUp({ timeoutMs: kind === 'hang' ? 500 : 5_000 });
      fault(kind, 'get');
      expect(await failureOf(vendor.get(existingId()))).toMatchObject({
        outcome: 'unreachable',
        reason,
        retryable: true,
      });
      expect(calls('get').length).toBeLessThanOrEqual(3);
    },
  );

  it('let a vendor alone that keeps failing, and come back to it later', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { vendor } = setUp();
    // The last, since a purchase may look at the account first.
    const write = writes.at(-1);
    const call = await present(write).prepare(vendor);
    const { operation } = present(write);
    fault('500-before', operation, { times: 5 });
    for (let attempt = 0; attempt < 5; attempt += 1) await failureOf(call(vendor));
    expect(vendor.health()).toMatchObject({ available: false, failingSince: expect.any(String) });
    for (const refused of [call(vendor), vendor.get(existingId())]) {
      expect(await failureOf(refused)).toMatchObject({ outcome: 'unreachable', retryable: true });
    }
    expect([calls(operation).length, calls('get').length]).toEqual([5, 0]);
    vi.setSystemTime(Date.now() + 10_001);
    await call(vendor);
    expect(vendor.health()).toMatchObject({ available: true, failingSince: null, message: null });
  });

  it('are certain to have done nothing where nobody listens', async () => {
    const { vendor } = setUp();
    const baseUrl = await findDeadUrl();
    const get = (by: VoiceVendor) => by.get(existingId());
    for (const call of [get, ...(await Promise.all(writes.map(({ prepare }) => prepare(vendor))))]) {
      const nowhere = setUp({ baseUrl }).vendor;
      const expected = { outcome: 'unreachable', reason: 'no-connection', retryable: true };
      expect(await failureOf(call(nowhere))).toMatchObject(expected);
      expect(nowhere.health()).toMatchObject({ message: `${vendor.title} cannot be reached` });
    }
  });
}

function writesOf(harness: ContractHarness): Write[] {
  const { members, agentIds, existingId } = harness;
  const change = { agentId: agentIds[1], label: 'Desk', inboundRouting: { agentId: agentIds[1] } };
  const [member = 'agentId'] = members.updating?.members ?? [];
  return [
    {
      name: 'purchase',
      operation: 'purchase',
      isThere: members.buying !== undefined,
      async prepare(vendor) {
        const number = vendor.buying?.choice === 'exact' ? await harness.findNumber(vendor) : undefined;
        return (by) => harness.buy(by, harness.order(), number);
      },
    },
    {
      name: 'import',
      operation: 'import',
      isThere: members.importing !== undefined,
      prepare: async () => (by) => present(by.importing).run(recordCall(), harness.importOrder()),
    },
    {
      name: 'create a SIP user',
      operation: 'createSip',
      isThere: members.sip !== undefined,
      prepare: async () => (by) => present(by.sip).create(recordCall(), harness.sipUser()),
    },
    {
      name: 'update',
      operation: 'update',
      isThere: members.updating !== undefined,
      prepare: async () => (by) => present(by.updating).run(recordCall(), existingId(), { [member]: change[member] }),
    },
    {
      name: 'unlink',
      operation: 'update',
      isThere: members.unlink !== undefined,
      prepare: async () => (by) => present(by.unlink)(recordCall(), existingId()),
    },
    {
      name: 'release',
      operation: 'release',
      isThere: members.release !== undefined,
      async prepare() {
        const id = existingId();
        return (by) => present(by.release)(recordCall(), id);
      },
    },
  ];
}

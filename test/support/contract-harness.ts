import type { Logger } from 'pino';
import { afterAll, afterEach, beforeAll, onTestFinished, vi } from 'vitest';
import type { VendorName } from '../../src/domain/phone-number.ts';
import type { Fault, OperationName } from '../../src/sandbox/faults.ts';
import type { SandboxCall } from '../../src/sandbox/journal.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import type { PurchaseOrder, SipImport, StockQuery, VoiceVendor } from '../../src/vendors/vendor.ts';
import { createLogSink, type LogSink } from './log-sink.ts';

type Settings = { apiKey: string; baseUrl: string; timeoutMs: number; logger: Logger };

/** What the contract has to be told about a vendor. */
export type VendorUnderContract = {
  readonly name: VendorName;
  readonly createVendor: (settings: Settings) => VoiceVendor;
  /** Where the sandbox plays this vendor. */
  readonly baseUrl: (sandbox: Sandbox) => string;
  readonly agentId: string;
  readonly otherAgentId: string;
  readonly carrier: string | null;
  /** An id in the vendor's form that no number has. */
  readonly unknownId: string;
};

/** What the tests of the contract work with; the sandbox is started once and is as new for each test. */
export type ContractBench = {
  readonly sandbox: () => Sandbox;
  /** A vendor of its own for one test, and all that it logs. */
  setUp(settings?: Partial<Settings>): { vendor: VoiceVendor; log: LogSink };
  /** The calls of one kind that reached the sandbox. */
  calls(operation: OperationName): SandboxCall[];
  /** Sets a fault that strikes `times` times, or always. */
  fault(kind: Fault['kind'], operation: OperationName, times?: number): void;
  /** A number for sale. */
  findNumber(vendor: VoiceVendor): Promise<string>;
  readonly order: PurchaseOrder;
  readonly imported: SipImport;
};

/** The key every vendor of the contract is given. */
export const apiKey = 'test-key-4f8a';

/** A search that finds something. */
export const stock: StockQuery = { country: 'US', areaCode: '212', contains: null, limit: 5 };

/** Sets up what the tests of one vendor work with. To be called inside `describe`. */
export function createBench(given: VendorUnderContract): ContractBench {
  let running: Sandbox | null = null;
  const sandbox = () => {
    if (running === null) throw new Error('The sandbox runs during tests only.');
    return running;
  };
  beforeAll(async () => {
    running = await startSandbox();
  });
  afterEach(() => {
    vi.useRealTimers();
    sandbox().control.reset();
  });
  afterAll(() => sandbox().stop());

  const order = { number: '', agentId: given.agentId, label: 'Front desk', inboundRouting: null };
  return {
    sandbox,
    setUp(settings = {}) {
      const log = createLogSink();
      const baseUrl = given.baseUrl(sandbox());
      const options = { apiKey, baseUrl, timeoutMs: 2_000, logger: log.logger, ...settings };
      const vendor = given.createVendor(options);
      onTestFinished(() => vendor.close());
      return { vendor, log };
    },
    calls: (operation) =>
      sandbox()
        .control.calls()
        .filter((call) => call.operation === operation),
    fault(kind, operation, times) {
      const often = times === undefined ? {} : { times };
      sandbox().control.addFault({ vendor: given.name, kind, operation, ...often });
    },
    async findNumber(vendor) {
      const [number] = await vendor.search(stock);
      if (number === undefined) throw new Error('Nothing is in stock.');
      return number;
    },
    order,
    imported: {
      ...order,
      number: '+15735550123',
      terminationUri: 'trunk.example.com',
      username: 'sip-user-9c1e',
      password: 'pass"wörd/7d2b',
      carrier: given.carrier,
    },
  };
}

import { afterAll, afterEach, beforeAll, onTestFinished, vi } from 'vitest';
import { Secret } from '../../../src/domain/secret.ts';
import type { Fault } from '../../../src/sandbox/faults.ts';
import type { SandboxCall } from '../../../src/sandbox/journal.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../src/sandbox/sandbox.ts';
import type { OperationName } from '../../../src/vendors/fake-kit/routes.ts';
import { markerOf } from '../../../src/vendors/marker.ts';
import { openVendor, type VoiceVendor } from '../../../src/vendors/open-vendor.ts';
import type { AnyOrder, Import, Order, SipUser, StockQuery } from '../../../src/vendors/vendor.ts';
import type { Obtained, VendorNumber } from '../../../src/vendors/vendor-number.ts';
import { createLogSink, type LogSink } from '../log-sink.ts';
import { present, recordCall } from '../vendor-calls.ts';
import { type Subject, settingsOf } from './subject.ts';

type Settings = { readonly timeoutMs?: number; readonly baseUrl?: string };

/** What the tests of one vendor work with; the sandbox is started once and is as new for each test. */
export type ContractHarness = Subject & {
  readonly sandbox: () => Sandbox;
  /** An adapter of its own for one test, all that it logs, and the secrets of its settings. */
  setUp(settings?: Settings): { vendor: VoiceVendor; log: LogSink; secrets: readonly string[] };
  /** The calls of one kind that reached the sandbox. */
  calls(operation: OperationName): SandboxCall[];
  /** Sets a fault that strikes `times` times, or always. */
  fault(kind: Fault['kind'], operation: OperationName, more?: Partial<Fault>): void;
  /** The first two agents of the account; ids of nobody where the vendor has none. */
  readonly agentIds: readonly [string, string];
  /** The vendor's id of a number that the account has from the start. */
  existingId(): string;
  /** An id that looks like the vendor's and that no number has. */
  unknownId(): string;
  /** What a call that obtains a number carries, with a marker of its own where the vendor keeps markers. */
  order(): Order;
  importOrder(number?: string): Import;
  sipUser(): SipUser;
  /** A number for sale, at a vendor that has its numbers chosen. */
  findNumber(vendor: VoiceVendor): Promise<string>;
  /** How the account gets another number: the vendor sells it, or takes it in where it sells none. */
  readonly obtaining: 'purchase' | 'import';
  obtain(vendor: VoiceVendor): Promise<Obtained>;
  /** Buys a number that is for sale. */
  buy(vendor: VoiceVendor, order?: Order, number?: string): Promise<Obtained>;
  /** The number that a call obtained, as the vendor tells it. */
  read(vendor: VoiceVendor, obtained: Obtained): Promise<VendorNumber>;
};

/** Where numbers are bought: the country, and the area code where the vendor takes one. */
export type Place = Pick<AnyOrder, 'country' | 'areaCode'>;

/** Sets up what the tests of one vendor work with. To be called inside `describe`. */
export function createContractHarness(subject: Subject, options: Partial<SandboxOptions> = {}): ContractHarness {
  const { definition, fake, members } = subject;
  const { name, rules } = definition;
  let running: Sandbox | null = null;
  let orders = 0;
  const sandbox = () => {
    if (running === null) throw new Error('The sandbox runs during tests only.');
    return running;
  };
  beforeAll(async () => {
    running = await startSandbox({ vendors: [definition], ...options });
  });
  afterEach(() => {
    vi.useRealTimers();
    sandbox().control.reset();
  });
  afterAll(() => sandbox().stop());

  const [first, second] = fake.agents;
  const agentIds = [first?.id ?? 'nobody', second?.id ?? 'nobody-else'] as const;

  function order(): Order {
    orders += 1;
    return {
      agentId: first?.id ?? null,
      label: rules.labelIsMarker ? null : 'Front desk'.slice(0, rules.labelMaxLength ?? undefined),
      marker: markerOf(`operation-${orders}`, rules),
      inboundRouting: null,
    };
  }

  async function findNumber({ buying }: VoiceVendor): Promise<string> {
    if (buying?.choice !== 'exact') throw new Error('The vendor picks its numbers itself.');
    const [offer] = await buying.search(stockQuery(subject));
    if (offer === undefined) throw new Error('Nothing is in stock.');
    return offer.number;
  }

  function importOrder(number = '+15735550123'): Import {
    return {
      ...order(),
      number,
      source: {
        kind: 'SIP_TRUNK',
        terminationUri: 'trunk.example.com',
        username: 'sip-user-9c1e',
        password: new Secret('pass"wörd/7d2b'),
        carrier: rules.importCarriers?.[0] ?? null,
      },
    };
  }

  async function buy(vendor: VoiceVendor, wanted = order(), number?: string): Promise<Obtained> {
    const { buying } = vendor;
    if (buying === undefined) throw new Error('The vendor sells nothing.');
    if (buying.choice === 'any') return buying.buy(recordCall(), { ...wanted, ...placeOf(subject) });
    return buying.buy(recordCall(), { ...wanted, number: number ?? (await findNumber(vendor)) });
  }

  return {
    ...subject,
    sandbox,
    setUp({ timeoutMs = 2_000, baseUrl = sandbox().urlOf(name) } = {}) {
      const log = createLogSink();
      const { settings, secrets } = settingsOf(subject, baseUrl);
      const vendor = openVendor(definition, settings, { timeoutMs, logger: log.logger });
      onTestFinished(() => vendor.close());
      return { vendor, log, secrets };
    },
    calls: (operation) =>
      sandbox()
        .control.calls()
        .filter((call) => call.operation === operation),
    fault: (kind, operation, more = {}) => void sandbox().control.addFault({ vendor: name, kind, operation, ...more }),
    agentIds,
    existingId() {
      const [number] = sandbox().control.numbers(name);
      if (number === undefined) throw new Error(`The fake ${name} needs a number from the start.`);
      return number.id;
    },
    unknownId: () =>
      unknownIdAmong(
        sandbox()
          .control.numbers(name)
          .map(({ id }) => id),
      ),
    order,
    importOrder,
    sipUser: () => ({
      ...order(),
      sipPrefix: 'night-desk',
      username: 'night-user-5e0f'.padEnd(rules.sipLogin.minLength, '-'),
      password: new Secret('night-p"äss/9a4c'.padEnd(rules.sipLogin.minLength, '/')),
    }),
    findNumber,
    buy,
    obtaining: members.buying === undefined ? 'import' : 'purchase',
    async obtain(vendor) {
      return members.buying === undefined
        ? present(vendor.importing).run(recordCall(), importOrder('+15735550125'))
        : buy(vendor);
    },
    async read(vendor, { vendorId }) {
      const number = await vendor.get(vendorId);
      if (number === null) throw new Error(`${name} does not know the number ${vendorId} that it has just obtained.`);
      return number;
    },
  };
}

/** A place that the vendor sells in: New York, unless it does not sell in the US or has no area codes. */
export function placeOf({ definition: { rules } }: Subject): Place {
  const [country = 'US'] = rules.countries === null || rules.countries.includes('US') ? ['US'] : rules.countries;
  return { country, areaCode: country === 'US' && rules.areaCode !== 'NONE' ? '212' : null };
}

/** A search that finds something. */
export function stockQuery(subject: Subject): StockQuery {
  return { ...placeOf(subject), contains: null, limit: 5 };
}

/** Changes digits at the end of an id until no number has it: still of the vendor's look. */
export function unknownIdAmong(ids: readonly string[]): string {
  const [like = ''] = ids;
  const turned = (by: number) =>
    like.slice(0, -4) + like.slice(-4).replace(/\d/g, (digit) => String((Number(digit) + by) % 10));
  const unknown = Array.from({ length: 9 }, (_, by) => turned(by + 1)).find((id) => !ids.includes(id));
  if (unknown === undefined) throw new Error(`No id like ${like} can be made up.`);
  return unknown;
}

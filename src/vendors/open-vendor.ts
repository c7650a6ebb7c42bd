import type { Logger } from 'pino';
import type { VendorName } from '../domain/phone-number.ts';
import { withCanonicalReports } from './canonical.ts';
import { type Capability, capabilitiesOf } from './capabilities.ts';
import { createConnect } from './connect.ts';
import { refuseUntraceable, type VendorDefinition } from './define-vendor.ts';
import { DefinitionError } from './definition-error.ts';
import { noTurnAt } from './error-reading.ts';
import type { Health } from './http/circuit-breaker.ts';
import type { OpenOrigin } from './http/exchange.ts';
import { HttpError } from './http/http-error.ts';
import { createPlaces } from './http/places.ts';
import { withOnlyVendorErrors } from './only-vendor-errors.ts';
import type { NumberChange, Vendor } from './vendor.ts';
import { VendorError } from './vendor-error.ts';
import type { VendorRules } from './vendor-rules.ts';
import { withoutEcho } from './without-echo.ts';

/** A vendor that this service has an account with. */
export type VoiceVendor = Vendor & {
  readonly name: VendorName;
  /** The name as people write it, for sentences. */
  readonly title: string;
  /** The account that its API key belongs to, as a digest of the key. */
  readonly account: string;
  readonly capabilities: readonly Capability[];
  readonly rules: VendorRules;
  /**
   * Runs reads that somebody only looks with, in places that all who only look share: so that the reads which are part
   * of a change find others. Throws `VendorError` where it does not get its turn in time.
   */
  forReaders<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Whether it answers at the moment. */
  health(): Health;
  /** Waits for calls under way, then closes all connections. */
  close(): Promise<void>;
};

// Of 16 reads at a time: a sync takes up to 6 more, and those that are part of a change always find 4.
const READER_PLACES = 6;
/** Of the time for one call: how long a reader waits for its place. */
const READER_WAIT_SHARE = 0.6;

/** What all vendors share. */
export type OpenVendorOptions = {
  /** For one call, repetitions of a read included. */
  readonly timeoutMs: number;
  readonly logger: Logger;
  /** How vendors are reached; over the network if left out. */
  readonly open?: OpenOrigin | undefined;
};

/** Settings of the vendors that there are accounts with, as their definitions understand them. */
export type VendorAccounts = Readonly<Record<VendorName, unknown>>;

/** Opens one account. Throws `DefinitionError` if the definition makes no sense. */
export function openVendor(
  definition: VendorDefinition,
  settings: unknown,
  { timeoutMs, logger, open }: OpenVendorOptions,
): VoiceVendor {
  const { name, title, rules } = definition;
  const { connect, health, close } = createConnect({ name, title, timeoutMs, logger, open });
  const made = orRefuse(name, () => definition.create({ settings, connect }));
  const reported = withoutEcho(withCanonicalReports(made, rules));
  const vendor = withOnlyVendorErrors(reported, { name, title, logger });
  refuseUntraceable(name, vendor, rules);
  const places = createPlaces(READER_PLACES);
  return {
    ...vendor,
    ...(vendor.updating && { updating: refuseOthers(vendor.updating, definition) }),
    name,
    title,
    account: orRefuse(name, () => definition.account(settings)),
    rules,
    capabilities: capabilitiesOf(vendor),
    async forReaders(work) {
      const inPlace = (begin: () => void) => {
        begin();
        return work();
      };
      try {
        return await places.take(inPlace, timeoutMs * READER_WAIT_SHARE);
      } catch (error) {
        throw error instanceof HttpError ? noTurnAt({ name, title }, error) : error;
      }
    },
    health,
    close,
  };
}

/** What the definition makes of its settings. What it throws may quote them, and is not shown. */
function orRefuse<Made>(name: VendorName, make: () => Made): Made {
  try {
    return make();
  } catch (cause) {
    const kind = cause instanceof Error ? cause.name : typeof cause;
    throw new DefinitionError(`The definition of ${name} cannot be opened: it throws ${kind}.`, { cause });
  }
}

/** Refuses, without a call, a change of a member that the vendor does not have. */
function refuseOthers(updating: Updating, { name: vendor, title }: VendorDefinition): Updating {
  const { members, run } = updating;
  return {
    members,
    async run(sent, vendorId, change) {
      const member = numberChanges.find((key) => change[key] !== undefined && !members.includes(key));
      if (member === undefined) return run(sent, vendorId, change);
      const message = `${title} has no such member of a number.`;
      throw new VendorError({ vendor, outcome: 'rejected', reason: 'refused', message, member });
    },
  };
}

const numberChanges = ['agentId', 'label', 'inboundRouting'] as const satisfies readonly (keyof NumberChange)[];

type Updating = NonNullable<Vendor['updating']>;

/** Opens the accounts of those vendors that have one, in the order of the definitions. */
export function openVendors(
  definitions: readonly VendorDefinition[],
  accounts: VendorAccounts,
  options: OpenVendorOptions,
): ReadonlyMap<VendorName, VoiceVendor> {
  const vendors = new Map<VendorName, VoiceVendor>();
  for (const definition of definitions) {
    const settings = accounts[definition.name];
    if (settings !== undefined) vendors.set(definition.name, openVendor(definition, settings, options));
  }
  return vendors;
}

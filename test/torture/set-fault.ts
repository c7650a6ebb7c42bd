import type { VendorName } from '../../src/domain/phone-number.ts';
import type { SandboxControl } from '../../src/sandbox/control.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import { vendorsWith } from '../support/vendors.ts';
import type { Hiding } from './misled.ts';
import type { Random } from './random.ts';
import type { Tally } from './tally.ts';

/** What vendors misbehave with. */
export type Setting = {
  readonly control: SandboxControl;
  readonly random: Random;
  readonly anomalies: Tally;
  /** What the vendors' answers may have hidden, and when. */
  readonly hidings: Hiding[];
  /** Vendors whose lists are complete and true at the moment. */
  readonly honest: Set<VendorName>;
  readonly isOver: () => boolean;
};

/** The vendors that have a list to lie with. */
export const listed: ReadonlySet<VendorName> = new Set(vendorsWith('LIST'));

/** Sets a fault, and counts it. What comes back ends it, and counts how often it struck. */
export function setFault(
  { control, anomalies }: Pick<Setting, 'control' | 'anomalies'>,
  { name, ...fault }: Fault & { readonly name?: string },
): () => void {
  const end = control.addFault(fault);
  const id = control.faults().at(-1)?.id;
  return () => {
    anomalies.add(name ?? fault.kind, control.faults().find((one) => one.id === id)?.struck ?? 0);
    end();
  };
}

/** Notes that a vendor hides something from now on. */
export function noteHiding(
  { hidings }: Pick<Setting, 'hidings'>,
  { forMs, ...hiding }: Pick<Hiding, 'vendor' | 'what' | 'delayMs'> & { readonly forMs: number },
): void {
  const from = Date.now();
  hidings.push({ ...hiding, from, to: from + forMs });
}

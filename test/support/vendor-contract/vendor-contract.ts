import { describe } from 'vitest';
import type { VendorDefinition } from '../../../src/vendors/define-vendor.ts';
import { describeAbilities } from './abilities.ts';
import { describeBuying } from './buying.ts';
import { describeDefinition } from './definition.ts';
import { describeFailures } from './failures.ts';
import { describeFake } from './fake.ts';
import { describeSecrecy } from './secrecy.ts';
import { loadSubject } from './subject.ts';

/** The promises that every vendor keeps, checked against its own fake. Needs nothing but the definition. */
export function describeVendorContract(definition: VendorDefinition): void {
  describe(`the vendor contract: ${definition.name}`, async () => {
    const subject = await loadSubject(definition);
    describe('definition', () => describeDefinition(subject));
    describe('abilities', () => describeAbilities(subject));
    if (subject.members.buying) describe('buying', () => describeBuying(subject));
    describe('failures', () => describeFailures(subject));
    describe('secrecy', () => describeSecrecy(subject));
    describe('fake', () => describeFake(subject));
  });
}

import { describe, expect, it } from 'vitest';
import { checkDefinitions, defineVendor, type VendorDefinition } from '../../src/vendors/define-vendor.ts';
import { openVendor } from '../../src/vendors/open-vendor.ts';
import type { Vendor } from '../../src/vendors/vendor.ts';
import { one, other } from '../support/example-vendor.ts';
import { createLogSink } from '../support/log-sink.ts';

describe('a definition is refused', () => {
  it.each(['', 'A', 'Acme', '1ACME', 'ACME-1', '_ACME', `A${'B'.repeat(40)}`])('with the name %j', (name) => {
    expect(() => defineVendor({ ...one, name })).toThrow('is no name of a vendor');
  });

  it('where it keeps its marker in the label, and none is short enough', () => {
    const rules = { ...one.rules, labelIsMarker: true };
    expect(() => defineVendor({ ...one, rules })).toThrow('say how long a marker may be');
  });

  it('where its marker is too short to tell two operations apart', () => {
    const keeping = (maxLength: number) => () =>
      defineVendor({ ...one, rules: { ...one.rules, marker: { maxLength } } });
    expect(keeping(19)).toThrow('keeps too short a marker');
    expect(keeping(20)).not.toThrow();
  });
});

it('one name has one definition', () => {
  expect(() => checkDefinitions([one, other])).not.toThrow();
  expect(() => checkDefinitions([one, other, { ...one, title: 'Another' }])).toThrow('two definitions of ONE');
});

it('a definition that is not made with defineVendor is checked at the start', () => {
  const rules = { ...one.rules, marker: { maxLength: 5 } };
  expect(() => checkDefinitions([{ ...one, rules }])).toThrow('keeps too short a marker');
});

describe('a vendor that picks its numbers itself', () => {
  const buying: Vendor['buying'] = { choice: 'any', buy: async () => ({ vendorId: 'one' }) };
  const get = async () => null;
  const marked = { ...one.rules, marker: { maxLength: 30 } };
  const open = (changes: Partial<VendorDefinition>) =>
    openVendor({ ...one, ...changes }, {}, { timeoutMs: 1_000, logger: createLogSink().logger });

  it.each([
    ['keeps no marker', one.rules, { get, buying, find: get }],
    ['neither lists its numbers nor finds them', marked, { get, buying }],
  ])('is not opened where it %s: a lost number could not be found', (_why, rules, vendor) => {
    expect(() => open({ rules, create: () => vendor })).toThrow('a lost one cannot be found');
  });

  it('is opened where a lost number can be found by its marker', () => {
    const opened = open({ rules: marked, create: () => ({ get, buying, find: get }) });
    expect(opened.capabilities).toEqual(['PURCHASE']);
  });
});

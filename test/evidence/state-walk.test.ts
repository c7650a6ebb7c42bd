import { describe, expect, it } from 'vitest';
import {
  type Limit,
  oneKeyOneNumber,
  oneLookProves,
  type Rules,
  type VendorKind,
} from '../support/state-walk/state.ts';
import { goesOn, hasIts, hasNone, hasTwo, isToldWrongly, type Walk, walk } from '../support/state-walk/walk.ts';

const listing: VendorKind = { lists: true, picks: false };
const unlisting: VendorKind = { lists: false, picks: false };
const picking: VendorKind = { lists: true, picks: true };
const kinds = [
  { what: 'with a list', vendor: listing },
  { what: 'without a list', vendor: unlisting },
  { what: 'that picks the number itself', vendor: picking },
];

const walkBy = (rules: Rules, vendor: VendorKind, ...limits: Limit[]): Walk =>
  walk({ rules, vendor, limits: new Set(limits) });

const anybody = ['health', 'person'] as const;
const wayToStuck = (walked: Walk) => walked.wayToStuck({ from: hasNone, to: goesOn, by: anybody });
const wayToLost = (walked: Walk) => walked.wayToStuck({ from: (state) => !hasNone(state), to: hasIts, by: anybody });

describe.each(kinds)('at a vendor $what, whatever it wrongly says', ({ vendor }) => {
  const walked = walkBy(oneKeyOneNumber, vendor);

  it('a key never buys two numbers', () => {
    expect(walked.size).toBeGreaterThan(100);
    expect(walked.wayTo(hasTwo)).toBeNull();
  });

  it('nobody is told a number that is not there, but by a person', () => {
    expect(walked.wayTo(isToldWrongly)).toBeNull();
  });

  it('nobody is stuck while nothing was bought, once the vendor is well', () => {
    expect(wayToStuck(walked)).toBeNull();
  });

  it('what was bought is found, once the vendor is well', () => {
    expect(wayToLost(walked)).toBeNull();
  });

  if (vendor.lists) {
    it('no person is needed, once the vendor is well, unless one has settled', () => {
      expect(walked.wayToStuck({ from: ({ settled }) => !settled, to: goesOn, by: ['health'] })).toBeNull();
    });
  }
});

describe('the rules before, by which one look proves,', () => {
  it('end with two numbers at a vendor with a list', () => {
    expect(walkBy(oneLookProves, listing).wayTo(hasTwo)).toMatchInlineSnapshot(`
      [
        "the key asks for T1",
        "the vendor sells it, repeats the call by itself, and answers "already purchased"",
        "the key asks for T2",
        "the vendor sells it and answers",
      ]
    `);
  });

  it('end with two numbers at a vendor without a list', () => {
    expect(walkBy(oneLookProves, unlisting).wayTo(hasTwo)).toMatchInlineSnapshot(`
      [
        "the key asks for T1",
        "the vendor sells it, repeats the call by itself, and answers "already purchased"",
        "the key asks for T2",
        "the vendor sells it and answers",
      ]
    `);
  });

  it('end with two numbers by a list that lags, and by a search that is stale, even if no conflict frees the key', () => {
    const rules = { ...oneLookProves, anyConflictFrees: false, looksBeforeAnother: true };
    expect(walkBy(rules, listing).wayTo(hasTwo)).toMatchInlineSnapshot(`
      [
        "the key asks for T1",
        "the vendor sells it, and the answer is lost or names another number",
        "a complete sync does not show it yet",
        "the key asks for T2",
        "the vendor sells it and answers",
      ]
    `);
    expect(walkBy(rules, unlisting).wayTo(hasTwo)).toMatchInlineSnapshot(`
      [
        "the key asks for T1",
        "the vendor sells it, and the answer is lost or names another number",
        "the search is stale and offers it",
        "the key asks for T2",
        "the vendor sells it and answers",
      ]
    `);
  });
});

describe('each rule is needed: without', () => {
  const without = (change: Partial<Rules>): Rules => ({ ...oneKeyOneNumber, ...change });

  it.each<{ what: string; change: Partial<Rules>; vendor: VendorKind }>([
    { what: 'its own number, with a list', change: { keepsItsNumber: false }, vendor: listing },
    { what: 'its own number, without a list', change: { keepsItsNumber: false }, vendor: unlisting },
    { what: 'an end after one call that picks', change: { neverPicksAgain: false }, vendor: picking },
    { what: 'doubt about conflicts', change: { anyConflictFrees: true }, vendor: unlisting },
    {
      what: 'doubt about refusals after a lost call',
      change: { refusalFreesAfterUnanswered: true },
      vendor: unlisting,
    },
    { what: 'a look before another number', change: { looksBeforeAnother: false }, vendor: listing },
  ])('$what, a key buys two', ({ change, vendor }) => {
    expect(walkBy(without(change), vendor).wayTo(hasTwo)).not.toBeNull();
  });

  it('a final failure after a refusal, a caller is stuck with a number that others have', () => {
    expect(wayToStuck(walkBy(without({ refusalEndsTheKey: false }), listing))).not.toBeNull();
  });

  it('corrections of settlements, a caller is stuck with a number that nobody bought', () => {
    expect(wayToStuck(walkBy(without({ corrects: false }), unlisting))).not.toBeNull();
  });

  it('healing, a number that a list showed late is lost', () => {
    expect(wayToLost(walkBy(without({ heals: false }), picking))).not.toBeNull();
  });
});

describe('no rule of ours can help where a vendor', () => {
  const silent = 'repeats by itself, says only "not available", and does not show the number';
  it.each<{ limit: Limit; what: string; vendor: VendorKind }>([
    { limit: silent, what: 'with a list', vendor: listing },
    { limit: silent, what: 'without a list', vendor: unlisting },
    { limit: 'picks twice for one call', what: 'with a list', vendor: picking },
    { limit: 'sells another number than the one asked for', what: 'with a list', vendor: listing },
    { limit: 'sells another number than the one asked for', what: 'without a list', vendor: unlisting },
  ])('$what $limit', ({ limit, vendor }) => {
    expect(walkBy(oneKeyOneNumber, vendor, limit).wayTo(hasTwo)).not.toBeNull();
  });
});

/** A change to one file of the sources, which has `find` exactly once. */
export type Change = { readonly file: string; readonly find: string; readonly replace: string };

/** A fault that was mended, by its number, and how to put it back in. */
export type Fault = { readonly number: number; readonly what: string; readonly changes: readonly Change[] };

/** The faults that the simulation has to find, one at a time. Others have tests with real processes. */
export const faults: readonly Fault[] = [
  {
    number: 1,
    what: 'the grace period is shorter than what an aborted call may take to arrive',
    changes: [
      {
        file: 'src/config/variables.ts',
        find: 'RECOVERY_GRACE_SECONDS: wholeNumber(150,',
        replace: 'RECOVERY_GRACE_SECONDS: wholeNumber(20,',
      },
    ],
  },
  {
    number: 2,
    what: 'one sync that misses the number proves that nothing happened',
    changes: [
      {
        file: 'src/operations/reconciliation/reconcile-acquisition.ts',
        find: 'if (notSeen.looks < 2 || startedAt.getTime() - Date.parse(since) < graceMs) {',
        replace: 'if (notSeen.looks < 1) {',
      },
    ],
  },
  {
    number: 3,
    what: 'a page without a cursor is taken for the last one',
    changes: [
      {
        file: 'src/vendors/read-all-pages.ts',
        find: 'if (page.cursor === undefined) throw',
        replace: 'if (page.data === undefined) throw',
      },
    ],
  },
  {
    number: 4,
    what: 'a search that still offers the number proves at once that it was not bought',
    changes: [
      {
        file: 'src/operations/reconciliation/look-in-stock.ts',
        find: 'if (lookedAt.getTime() - Date.parse(since) >= patienceMs && notSeen.looks >= LOOKS && !isDenied) {',
        replace: 'if (notSeen.looks >= 1) {',
      },
    ],
  },
  {
    number: 5,
    what: 'a number that is "already purchased" counts as no longer available',
    changes: [
      {
        file: 'src/vendors/error-reading.ts',
        find: "if (isGone && call.effect === 'purchase') {",
        replace: "if ((isGone || status === 409 || complaints.some(saysAlreadyThere)) && call.effect === 'purchase') {",
      },
    ],
  },
  {
    number: 6,
    what: 'numbers are known by one spelling only',
    changes: [
      {
        file: 'src/vendors/reported-number.ts',
        find: 'return denotes(spelling ?? address, target);',
        replace: 'return false;',
      },
    ],
  },
  {
    number: 7,
    what: 'an id that comes back after a release counts as one that was there before',
    changes: [
      {
        file: 'src/operations/reconciliation/owner.ts',
        find: "return judge(isLate ? 'this' : 'too-early');",
        replace: "return judge('before');",
      },
    ],
  },
  {
    number: 8,
    what: 'what another account shows is taken for evidence',
    changes: [
      {
        file: 'src/accounts/same-account.ts',
        find: "if (is === 'unknown') return false;",
        replace: "if (is === 'unknown') return true;",
      },
    ],
  },
  {
    number: 9,
    what: 'a number that is found after its operation failed heals nothing',
    changes: [
      {
        file: 'src/accounts/account-reads.ts',
        find: 'const woken = await ledger.wakeSeen(vendor.name);',
        replace: 'const woken = 0;',
      },
    ],
  },
  {
    number: 10,
    what: 'a process takes over its own live call when its clock is set ahead',
    changes: [
      {
        file: 'src/ledger/under-way.ts',
        find: 'has: (operationId) => counts.has(operationId),',
        replace: 'has: () => false,',
      },
      {
        file: 'src/database/clock.ts',
        find: 'if (!isStep || (isKnown && suspicion !== null && atMs - suspicion.sinceMs >= distrustMs)) {',
        replace: 'if (isStep || !isKnown || distrustMs > 0) {',
      },
    ],
  },
  {
    number: 11,
    what: 'after a call that was not answered, its key may choose another number',
    changes: [
      {
        file: 'src/operations/shared/buy.ts',
        find: 'const inDoubt = earlier.find(isInDoubt);\n',
        replace: 'const inDoubt = earlier.find((call) => isInDoubt(call) && call.target === null);\n',
      },
    ],
  },
  {
    number: 12,
    what: 'a sync marks a number as released that was bought a moment ago',
    changes: [
      {
        file: 'src/registry/sql-registry.ts',
        find: "    row.or([row('obtained_at', 'is', null), row('obtained_at', '<', obtainedBefore)]),\n",
        replace: '',
      },
      {
        file: 'src/accounts/missing-numbers.ts',
        find: 'missing.slice(0, SAMPLE)',
        replace: 'missing.slice(0, 0)',
      },
    ],
  },
  {
    number: 15,
    what: 'an empty list is believed, whatever the account is known to hold',
    changes: [
      {
        file: 'src/accounts/empty-list.ts',
        find: 'return known.length === 0;',
        replace: 'return true;',
      },
      // The other guard, which would keep this one's absence from being seen.
      {
        file: 'src/accounts/missing-numbers.ts',
        find: 'missing.slice(0, SAMPLE)',
        replace: 'missing.slice(0, 0)',
      },
    ],
  },
  {
    number: 16,
    what: 'a success is believed, whichever number it names',
    changes: [
      {
        file: 'src/operations/shared/record-acquired.ts',
        find: 'const wrong = await toWrong(context, leased, { vendor, obtained });',
        replace: 'const wrong = null;',
      },
    ],
  },
];

import { z } from 'zod';
import { assertNever } from '../domain/assert-never.ts';
import type { VendorName } from '../domain/phone-number.ts';
import type { Answer } from '../vendors/fake-kit/http.ts';
import { type OperationName, operationNames } from '../vendors/fake-kit/routes.ts';
import { type Delivery, deliverPlainly } from './http.ts';

/** How late what is late is, in ms, unless told. */
export const DEFAULT_LATENESS_MS = 2000;
const MAX_DELAY_MS = 600_000;

/** What goes wrong with a call: one strikes at a time. */
const troubleKinds = [
  'late',
  '429',
  '500-before',
  '500-after',
  'reset-before',
  'reset-after',
  'hang',
  'hang-after',
  'garbage',
  'refuse',
  'refuse-after',
] as const;

/** What is wrong with an answer: all that are set strike, beside any trouble. */
const lieKinds = [
  'miss-one',
  'lag',
  'empty-list',
  'no-cursor',
  'stale-search',
  'deaf-search',
  'order-late',
  'order-stays',
  'order-fails',
  'other-number',
  'other-id',
  'national',
] as const;

/** The shape of a fault as callers give it. */
export const faultInput = z.strictObject({
  /** Every vendor, if left out. */
  vendor: z.string().optional(),
  /** Every operation, if left out or `*`. */
  operation: z.enum([...operationNames, '*']).optional(),
  /**
   * - `late`: acts at once, answers after `delayMs` (2000 unless told)
   * - `429`: does not act, asks to come back after 1 s
   * - `500-before`, `500-after`: does not act, or acts; answers 500
   * - `reset-before`, `reset-after`: does not act, or acts; resets the connection
   * - `hang`, `hang-after`: does not act, or acts; never answers
   * - `garbage`: acts, answers with half a body
   * - `refuse`: does not act, answers 400 with `message`
   * - `refuse-after`: acts, answers 409 with `message`
   *
   * And lies, which strike beside these, and beside each other:
   * - `miss-one`: a list leaves out `number`, or the one that came last
   * - `lag`: a list leaves out what came less than `delayMs` ago
   * - `empty-list`: a list has nothing in it, and is the last page
   * - `no-cursor`: a page calls its `cursor` `nextCursor`
   * - `stale-search`: a search offers what has been sold
   * - `deaf-search`: a search ignores the area code and the digits that it is asked for
   * - `order-late`, `order-stays`, `order-fails`: of a vendor whose purchases are orders: the order settles after `delayMs`
   *   (2000 unless told), stays as it is, or fails
   * - `other-number`: an answer tells `number`, or one with another last digit, in place of its own
   * - `other-id`: an answer tells the id of another number of the account
   * - `national`: numbers are written as they are dialled within their country
   */
  kind: z.enum([...troubleKinds, ...lieKinds]),
  /** How often it strikes before it is used up; left out: for ever. */
  times: z.int().min(1).optional(),
  /** How likely it strikes, 0 to 1; left out: always. */
  probability: z.number().min(0).max(1).optional(),
  /** Milliseconds before the answer or the reset; 0 unless told, except for `late`. */
  delayMs: z.int().min(0).max(MAX_DELAY_MS).optional(),
  /** Another status for the refusals and the two 500s. */
  status: z.int().min(400).max(599).optional(),
  message: z.string().optional(),
  /** E.164. */
  number: z.string().optional(),
});

/** Trouble for calls to come. */
export type Fault = z.infer<typeof faultInput>;

/** A fault that is set, and how often it has struck so far. */
export type ActiveFault = Fault & { readonly id: number; readonly struck: number };

/** The faults that are set. */
export type FaultBox = {
  add(fault: Fault): ActiveFault;
  remove(id: number): void;
  list(): ActiveFault[];
  clear(): void;
  /** The oldest trouble that strikes this call, counted as having struck. */
  take(vendor: VendorName, operation: OperationName): Fault | null;
  /** All lies that strike its answer, counted as having struck. */
  takeLies(vendor: VendorName, operation: OperationName): Fault[];
};

/** An empty box. `random` gives 0 to 1 and decides about faults that have a probability. */
export function createFaultBox(random: () => number): FaultBox {
  const active = new Map<number, Fault & { id: number; struck: number }>();
  let lastId = 0;

  /** Counts a fault that strikes this call; null where it does not. */
  function strikeWith(fault: Fault & { id: number; struck: number }, at: readonly [VendorName, OperationName]) {
    if (!concerns(fault, ...at)) return null;
    if (fault.probability !== undefined && random() >= fault.probability) return null;
    fault.struck += 1;
    if (fault.struck === fault.times) active.delete(fault.id);
    return fault;
  }

  return {
    add(fault) {
      lastId += 1;
      const added = { ...fault, id: lastId, struck: 0 };
      active.set(lastId, added);
      return { ...added };
    },
    remove: (id) => void active.delete(id),
    list: () => [...active.values()].map((fault) => ({ ...fault })),
    clear: () => active.clear(),
    take(vendor, operation) {
      for (const fault of active.values()) {
        const struck = isLie(fault) ? null : strikeWith(fault, [vendor, operation]);
        if (struck !== null) return struck;
      }
      return null;
    },
    takeLies(vendor, operation) {
      const lies = [...active.values()].filter(isLie);
      return lies.filter((fault) => strikeWith(fault, [vendor, operation]) !== null);
    },
  };
}

function isLie({ kind }: Fault): boolean {
  return lieKinds.some((lie) => lie === kind);
}

function concerns(fault: Fault, vendor: VendorName, operation: OperationName): boolean {
  const { vendor: at = vendor, operation: during = '*' } = fault;
  return at === vendor && (during === '*' || during === operation);
}

/** Runs `act`, or not, as the fault demands, and says what the caller gets. `problem` words errors as the vendor does. */
export function strike(
  fault: Fault,
  act: () => Answer,
  problem: (status: number, message: string) => Answer,
): Delivery {
  const delayMs = fault.delayMs ?? 0;
  const say = (answer: Answer): Delivery => ({ ...deliverPlainly(answer), delayMs });
  const fail = () => say(problem(fault.status ?? 500, fault.message ?? 'Internal Server Error'));
  switch (fault.kind) {
    case 'late':
      return { ...deliverPlainly(act()), delayMs: fault.delayMs ?? DEFAULT_LATENESS_MS };
    case '429': {
      const answer = problem(429, fault.message ?? 'Too many requests');
      return say({ ...answer, headers: { ...answer.headers, 'retry-after': '1' } });
    }
    case '500-before':
      return fail();
    case '500-after':
      act();
      return fail();
    case 'reset-before':
      return { kind: 'reset', delayMs };
    case 'reset-after':
      act();
      return { kind: 'reset', delayMs };
    case 'hang':
      return { kind: 'hang' };
    case 'hang-after':
      act();
      return { kind: 'hang' };
    case 'garbage':
      return { kind: 'answer', answer: act(), delayMs, truncated: true };
    case 'refuse':
      return say(problem(fault.status ?? 400, fault.message ?? 'Refused'));
    case 'refuse-after':
      act();
      return say(problem(fault.status ?? 409, fault.message ?? 'Number already purchased'));
    case 'miss-one':
    case 'lag':
    case 'empty-list':
    case 'no-cursor':
    case 'stale-search':
    case 'deaf-search':
    case 'order-late':
    case 'order-stays':
    case 'order-fails':
    case 'other-number':
    case 'other-id':
    case 'national':
      return say(act());
    default:
      return assertNever(fault.kind);
  }
}

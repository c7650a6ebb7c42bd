import type { VendorName } from '../domain/phone-number.ts';
import type { OperationName } from '../vendors/fake-kit/routes.ts';

const MAX_CALLS = 10_000;

/** One call that reached a fake vendor. Holds no body and no header, so no secret. */
export type SandboxCall = {
  readonly vendor: VendorName;
  /** Null for a path or method that the vendor does not have. */
  readonly operation: OperationName | null;
  readonly method: string;
  /** Relative to the base URL of the vendor's API, without the query. */
  readonly path: string;
  /** Null if the caller gets no answer. */
  readonly status: number | null;
  /** RFC 3339 in UTC. */
  readonly at: string;
};

/** The last calls, oldest first. */
export type Journal = {
  add(call: SandboxCall): void;
  list(): SandboxCall[];
  clear(): void;
};

/** An empty journal that remembers the last 10,000 calls. */
export function createJournal(): Journal {
  let calls: SandboxCall[] = [];
  return {
    add(call) {
      calls.push(call);
      if (calls.length > 2 * MAX_CALLS) calls = calls.slice(-MAX_CALLS);
    },
    list: () => calls.slice(-MAX_CALLS),
    clear() {
      calls = [];
    },
  };
}

import type { OperationContext } from '../../../src/operations/shared/context.ts';

/** Where a process stops: at its n-th step, for ever or until it is woken. A step is just before or after a call. */
export type Fuse = { readonly at: number; readonly effect: 'dies' | 'stalls' } | null;

/** Members of a vendor that have calls of their own. */
const callsOfVendors = new Set<string | symbol>(['buying', 'importing', 'sip', 'updating']);

/** One thing that an instance does, from its beginning to its end, or to its death. */
export type Process = {
  /** Settles when the process has ended, died, or stalls. */
  untilStill(): Promise<void>;
  /** Lets it go on where it stalls. */
  wake(): void;
};

/**
 * Starts work that can be stopped between any two of its calls to the ledger, the registry and vendors. What is dead
 * does nothing any more; what it has leased in the ledger stays leased until that expires.
 */
export function startProcess(
  parts: OperationContext,
  { fuse, work }: { readonly fuse: Fuse; readonly work: (parts: OperationContext) => Promise<void> },
): Process {
  let steps = 0;
  let stalling: PromiseWithResolvers<void> | null = null;
  let still = Promise.withResolvers<void>();
  let hasEnded = false;

  async function step(): Promise<void> {
    steps += 1;
    if (fuse?.at !== steps) return;
    still.resolve();
    if (fuse.effect === 'dies') await new Promise<never>(() => undefined);
    stalling = Promise.withResolvers();
    await stalling.promise;
  }

  function watched<Target extends object>(target: Target): Target {
    return new Proxy(target, {
      get(_target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member === 'object' && member !== null && callsOfVendors.has(name)) return watched(member);
        if (typeof member !== 'function' || name === 'health') return member;
        return name === 'list' ? watchedList(member) : watchedCall(member);
      },
    });
  }

  const watchedCall =
    (call: CallableFunction) =>
    async (...given: unknown[]): Promise<unknown> => {
      await step();
      const answer = await call(...given);
      await step();
      return answer;
    };

  const watchedList = (list: CallableFunction) =>
    async function* () {
      for await (const page of list()) {
        await step();
        yield page;
      }
    };

  const vendors = new Map([...parts.vendors].map(([name, vendor]) => [name, watched(vendor)]));
  work({ ...parts, ledger: watched(parts.ledger), registry: watched(parts.registry), vendors })
    .finally(() => {
      hasEnded = true;
    })
    .then(
      () => still.resolve(),
      (error: unknown) => still.reject(error),
    );
  return {
    untilStill: () => still.promise,
    wake() {
      if (!stalling) return;
      // What stalled may have been something that the work did not wait for.
      if (!hasEnded) still = Promise.withResolvers();
      stalling.resolve();
      stalling = null;
    },
  };
}

import type { OperationContext } from '../../src/operations/shared/context.ts';

/** The methods whose end is a step: what is durable, or done at a vendor, by then may not be lost. */
const LEDGER_STEPS = ['begin', 'recordSent', 'recordNotDone', 'advance', 'finish', 'postpone'];
const VENDOR_STEPS = ['search', 'get', 'purchase', 'importSip', 'createSip', 'update', 'unlink', 'release'];

/** Wraps what operations work with, so that `onStep` runs after each step, before anybody learns that it was made. */
export function countSteps(parts: OperationContext, onStep: (name: string) => void): OperationContext {
  const vendors = [...parts.vendors].map(
    ([name, vendor]) => [name, watch(vendor, { methods: VENDOR_STEPS, onStep })] as const,
  );
  return {
    ...parts,
    ledger: watch(parts.ledger, { methods: LEDGER_STEPS, onStep }),
    vendors: new Map(vendors),
  };
}

function watch<Part extends object>(
  part: Part,
  { methods, onStep }: { methods: readonly string[]; onStep: (name: string) => void },
): Part {
  return new Proxy(part, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof name !== 'string' || typeof member !== 'function' || !methods.includes(name)) return member;
      return async (...args: unknown[]) => {
        try {
          return await member.apply(target, args);
        } finally {
          onStep(name);
        }
      };
    },
  });
}

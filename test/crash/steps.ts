import type { OperationContext } from '../../src/operations/shared/context.ts';

/** The methods whose end is a step: what is durable, or done at a vendor, by then may not be lost. */
const LEDGER_STEPS = new Set([
  'begin',
  'recordSent',
  'recordNotDone',
  'advance',
  'finish',
  'recordLate',
  'keep',
  'postpone',
]);
const REGISTRY_STEPS = new Set(['sequence', 'recordSeen', 'recordGone', 'recordMissing', 'recordSynced']);
const VENDOR_STEPS = new Set([
  'get',
  'list',
  'find',
  'buying.search',
  'buying.buy',
  'importing.run',
  'sip.create',
  'updating.run',
  'unlink',
  'release',
  'connecting.run',
]);

/** Called after each step, before anybody learns that it was made: whoever made it waits for what is returned. */
type AfterStep = (step: string) => Promise<void>;

/** Wraps what an operation works with, so that `afterStep` is called after each of its steps. */
export function watchSteps(context: OperationContext, afterStep: AfterStep): OperationContext {
  const { ledger, registry, vendors } = context;
  return {
    ...context,
    ledger: watch(ledger, { steps: LEDGER_STEPS, afterStep }),
    registry: watch(registry, { steps: REGISTRY_STEPS, afterStep }),
    vendors: new Map([...vendors].map(([name, vendor]) => [name, watch(vendor, { steps: VENDOR_STEPS, afterStep })])),
  };
}

type Watching = {
  readonly steps: ReadonlySet<string>;
  readonly afterStep: AfterStep;
  /** Of the part in what it is a member of, with a dot at the end. */
  readonly path?: string;
};

function watch<Part extends object>(part: Part, { steps, afterStep, path = '' }: Watching): Part {
  return new Proxy(part, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      const step = `${path}${String(name)}`;
      const hasSteps = [...steps].some((other) => other.startsWith(`${step}.`));
      if (hasSteps && typeof member === 'object' && member !== null) {
        return watch(member, { steps, afterStep, path: `${step}.` });
      }
      if (typeof member !== 'function' || !steps.has(step)) return member;
      return (...args: unknown[]) => {
        const made: unknown = member.apply(target, args);
        return isIterable(made) ? afterAll(made, () => afterStep(step)) : after(made, () => afterStep(step));
      };
    },
  });
}

async function after(made: unknown, then: () => Promise<void>): Promise<unknown> {
  try {
    return await made;
  } finally {
    await then();
  }
}

async function* afterAll(pages: AsyncIterable<unknown>, then: () => Promise<void>): AsyncGenerator<unknown> {
  try {
    yield* pages;
  } finally {
    await then();
  }
}

function isIterable(made: unknown): made is AsyncIterable<unknown> {
  return typeof made === 'object' && made !== null && Symbol.asyncIterator in made;
}

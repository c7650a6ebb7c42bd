import { assertNever } from '../../../src/domain/assert-never.ts';
import { createSipNumber } from '../../../src/operations/create-sip-number.ts';
import { importSipNumber } from '../../../src/operations/import-sip-number.ts';
import { linkNumberToAgent } from '../../../src/operations/link-number-to-agent.ts';
import { purchaseNumber } from '../../../src/operations/purchase-number.ts';
import { releaseNumber } from '../../../src/operations/release-number.ts';
import { settleNumberOperation } from '../../../src/operations/settle-number-operation.ts';
import type { ChangeResult, OperationContext } from '../../../src/operations/shared/context.ts';
import { unlinkNumberFromAgent } from '../../../src/operations/unlink-number-from-agent.ts';
import { createRandom, type Random } from '../../torture/random.ts';
import type { Instance, World } from '../world/world.ts';
import type { Action, What } from './actions.ts';
import type { Request } from './requests.ts';
import type { Witness } from './witness.ts';

/** What the actions of a life refer to. */
export type Stage = {
  readonly world: World;
  readonly requests: readonly Request[];
  readonly witness: Witness;
};

const caller = { account: 'default', actor: null };

/** Begins an action. What it began may go on for long. */
export function perform(stage: Stage, { machine: index, seed, fuse, what }: Action): void {
  const { world, requests, witness } = stage;
  const machine = world.machines[index];
  if (machine === undefined) throw new Error(`There is no machine ${index}.`);
  const run = (work: (instance: Instance) => Promise<void>): void =>
    world.start(machine, { name: nameOf(what), seed, fuse }, work);
  switch (what.do) {
    case 'ask': {
      const request = requests[what.request];
      if (request === undefined) throw new Error(`There is no request ${what.request}.`);
      ask(stage, { key: `key-${what.key}`, request, run });
      break;
    }
    case 'reconcile':
      run(({ reconciliation }) => reconciliation.runOnce());
      break;
    case 'sync':
      run(({ sync, operations }) => sync.ensureFresh([...operations.vendors.keys()], 0));
      break;
    case 'link':
    case 'unlink':
    case 'release':
      run(({ operations }) => change(world, operations, what, createRandom(seed)));
      break;
    case 'settle':
      run(({ operations }) => settle(stage, operations, what));
      break;
    case 'kill':
      world.kill(machine);
      break;
    case 'pause':
      world.host.pause(machine, what.ms, what.clocksStop);
      break;
    case 'step the clock':
      machine.skewMs += what.ms;
      world.note(() => `${machine.name}: its clock is set by ${what.ms} ms`);
      break;
    case 'sell to others': {
      const vendor = world.vendors[what.vendor];
      const number = [...(vendor?.stock.keys() ?? [])][what.nth];
      if (number !== undefined) vendor?.soldToOthers.add(number);
      world.note(() => `${vendor?.name} sells ${number} to somebody else`);
      break;
    }
    case 'remove by hand': {
      const vendor = world.vendors[what.vendor];
      const ids = [...(vendor?.workspaces()[0]?.numbers.keys() ?? [])];
      const id = ids[what.nth % ids.length];
      // Under an id that comes back, nobody without a list could tell the next number from this one.
      if (id === undefined || vendor === undefined || vendor.reusesId(id)) break;
      vendor.byHand('a', (api) => api.remove(id));
      witness.removedByHand();
      world.note(() => `${vendor?.name}: somebody removes ${id} in the dashboard`);
      break;
    }
    case 'change the key':
      world.changeKey(what.to);
      break;
    default:
      assertNever(what);
  }
}

function nameOf(what: What): string {
  return what.do === 'ask' ? `ask key-${what.key}` : what.do;
}

type Asking = {
  readonly key: string;
  readonly request: Request;
  readonly run: (work: (instance: Instance) => Promise<void>) => void;
};

/** Sends a request under a key, and keeps the answer. */
export function ask({ world, witness }: Stage, { key, request, run }: Asking): void {
  run(async ({ operations }) => {
    witness.asked(key, request);
    const result = await send(operations, key, request);
    const { status, id } = result.operation ?? {};
    const codes = result.userErrors.map(({ code, retryable }) => `${code}${retryable ? ' (retryable)' : ''}`);
    world.note(() => `answer to ${key}: ${status ?? 'no operation'} ${id?.slice(0, 8) ?? ''} ${codes.join(', ')}`);
    witness.answered(key, request, result);
  });
}

function send(operations: OperationContext, idempotencyKey: string, request: Request): Promise<ChangeResult> {
  switch (request.mutation) {
    case 'purchaseNumber':
      return purchaseNumber(operations, caller, { ...request.input, idempotencyKey });
    case 'importSipNumber':
      return importSipNumber(operations, caller, { ...request.input, idempotencyKey });
    case 'createSipNumber':
      return createSipNumber(operations, caller, { ...request.input, idempotencyKey });
    default:
      return assertNever(request);
  }
}

type Changing = Extract<What, { readonly do: 'link' | 'unlink' | 'release' }>;

async function change(
  world: World,
  operations: OperationContext,
  { do: kind, nth }: Changing,
  random: Random,
): Promise<void> {
  const paging = { direction: 'forward', size: 500, after: null, before: null } as const;
  const { edges } = await operations.registry.page({ filter: {}, order: 'ADDRESS_ASC', paging });
  const able = edges.filter(({ node }) => kind !== 'release' || operations.vendors.get(node.vendor)?.release);
  const number = able[nth % Math.max(1, able.length)]?.node;
  if (number === undefined) return;
  const phoneNumberId = number.id;
  if (kind === 'release') {
    await releaseNumber(operations, caller, { idempotencyKey: null, phoneNumberId, confirmAddress: number.address });
  } else if (kind === 'unlink') await unlinkNumberFromAgent(operations, caller, { phoneNumberId });
  else {
    const agents = world.vendors.find(({ name }) => name === number.vendor)?.agents ?? [];
    const agentId = agents.length === 0 ? 'nobody' : random.pick(agents);
    await linkNumberToAgent(operations, caller, { phoneNumberId, agentId });
  }
}

/** A person looks at what really is in the account, and says so; or something else. */
async function settle(
  { world, witness }: Stage,
  operations: OperationContext,
  { nth, id, says }: Extract<What, { do: 'settle' }>,
): Promise<void> {
  const paging = { direction: 'forward', size: 100, after: null, before: null } as const;
  const { edges } = await operations.ledger.page({ filter: { statuses: ['NEEDS_ATTENTION'] }, paging });
  const waiting = edges.map(({ node }) => node);
  const operation = id === undefined ? waiting[nth % Math.max(1, waiting.length)] : await operations.ledger.find(id);
  if (!operation) return;
  const truth = witness.saleOf(operation.id)?.id ?? null;
  const ids = [
    ...(world.vendors
      .find(({ name }) => name === operation.vendor)
      ?.workspaces()[0]
      ?.numbers.keys() ?? []),
  ];
  const vendorId = says === 'the truth' ? truth : says === 'any number' ? (ids[nth % ids.length] ?? null) : null;
  if (vendorId !== truth) witness.misled(operation.id);
  const say = (found: string | null) =>
    settleNumberOperation(operations, caller, {
      operationId: operation.id,
      vendorId: found,
      done: null,
      failed: found === null ? true : null,
      note: 'Looked it up in the dashboard.',
    });
  let result = await say(vendorId);
  // It may have been held up on its way, and have come after what somebody else said, and corrected what that was.
  if (vendorId !== truth && result.userErrors.length === 0) witness.misled(operation.id);
  if (vendorId === truth && result.userErrors.length === 0) witness.corrected(operation.id);
  // What was in the account before, or is another key's, cannot be said to have come of it, whatever a person knows.
  const isTaken = result.userErrors.some(({ message }) =>
    /had this number before|came of another operation/.test(message),
  );
  if (vendorId !== null && isTaken) {
    witness.misled(operation.id);
    result = await say(null);
  }
  world.note(
    () =>
      `a person settles ${operation.id.slice(0, 8)} with ${vendorId ?? 'failed'} (it is ${truth ?? 'failed'}): ` +
      `${result.operation?.status} ${result.userErrors.map(({ message }) => message).join('; ')}`,
  );
}

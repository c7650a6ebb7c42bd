import { audit } from '../../../src/audit/audit.ts';
import { createChecks } from '../checks/checks.ts';
import type { SharedDatabase } from '../world/database.ts';
import { enterSurroundings } from '../world/surroundings.ts';
import { truthful } from '../world/temper.ts';
import { createWorld, type Player, type World } from '../world/world.ts';
import { inWords } from './actions.ts';
import type { Life } from './generate.ts';
import { ask, perform, type Stage } from './perform.ts';
import type { Request } from './requests.ts';
import { createWitness } from './witness.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const CALM = { writes: 0, reads: 0 };

/** What came of a life. */
export type Outcome = { readonly breaches: readonly string[]; readonly counts: ReadonlyMap<string, number> };

type Means = {
  readonly players: readonly Player[];
  readonly database: SharedDatabase;
  readonly trace: ((line: string) => void) | null;
};

/** Lives a life to its end, or to the first breach. */
export async function live(
  { setting, requests, actions }: Life,
  { players, database, trace }: Means,
): Promise<Outcome> {
  const counts = new Map<string, number>();
  const count = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);
  const world = createWorld(setting, { players, database, trace, count });
  const leave = enterSurroundings(world.host.surroundings);
  const { books } = world;
  const witness = createWitness({ books, database, count });
  const checks = createChecks({ books, witness, database });
  const stage: Stage = { world, requests, witness };
  const outcome: Outcome = { breaches: books.breaches, counts };
  const noteRejection = (error: unknown): void => books.breach(`nobody caught ${String(error)}`);
  process.on('unhandledRejection', noteRejection);
  try {
    await install(stage);
    for (const action of actions) {
      await world.timeline.advanceTo(world.timeline.now() + action.afterMs);
      checks.check();
      if (books.breaches.length > 0) return outcome;
      world.note(() => inWords(action));
      count(`action: ${action.what.do}`);
      perform(stage, action);
    }
    await settleDown(stage, checks);
    return outcome;
  } catch (error) {
    books.breach(`end: the life cannot go on: ${String(error)}`);
    return outcome;
  } finally {
    process.off('unhandledRejection', noteRejection);
    for (const machine of world.machines) world.kill(machine);
    leave();
  }
}

/** The service runs for the first time, with the right keys, and learns what the accounts hold. */
async function install(stage: Stage): Promise<void> {
  const { world } = stage;
  const { tempers, weather } = world.setting;
  world.weather = CALM;
  for (const vendor of world.vendors) vendor.temper = truthful;
  perform(stage, { afterMs: 0, machine: 0, seed: 1, fuse: null, what: { do: 'sync' } });
  await pass(world, MINUTE);
  world.weather = weather;
  for (const [index, vendor] of world.vendors.entries()) vendor.temper = tempers[index] ?? truthful;
}

/** From now on the vendors tell the truth, nothing is lost, and people look: everything has to end. */
async function settleDown(stage: Stage, checks: ReturnType<typeof createChecks>): Promise<void> {
  const { world } = stage;
  const { books } = world;
  const isBroken = (): boolean => books.breaches.length > 0;
  await pass(world, 2 * MINUTE);
  world.note(() => 'from now on all goes well');
  world.weather = CALM;
  for (const vendor of world.vendors) {
    vendor.temper = { ...truthful, spellsNationally: vendor.temper.spellsNationally };
    for (const workspace of vendor.workspaces()) workspace.lister.showAll();
  }
  await moveTo(world, 'a');
  await confirmAccount(stage);
  await pass(world, 2 * HOUR);
  // A machine that was asleep has not heard of it.
  await confirmAccount(stage);
  checks.check();
  if (isBroken()) return;
  await waitForEnds(stage);
  if (isBroken()) return;
  if (await settleAll(stage)) await lookAround(stage, 0);
  checks.checkEnd();
  if (isBroken()) return;
  await repeatAll(stage);
  if (isBroken()) return;
  checks.checkEnd();
  await auditAll(world);
}

/** Time passes, some days if need be: twice in any case, and for as long as syncs find what has failed wrongly. */
async function waitForEnds(stage: Stage): Promise<void> {
  const { world } = stage;
  let ended = -1;
  for (let round = 0; round < 7; round += 1) {
    const isStill = ended === countSuccesses(world);
    if (world.books.breaches.length > 0 || (round >= 2 && isStill && !hasOpen(world))) return;
    ended = countSuccesses(world);
    await lookAround(stage, round);
  }
}

/** Reconciliation and a sync, after a while. */
async function lookAround(stage: Stage, round: number): Promise<void> {
  const { world } = stage;
  await pass(world, round < 3 ? 10 * MINUTE : 13 * HOUR);
  for (const what of [{ do: 'reconcile' }, { do: 'sync' }, { do: 'reconcile' }] as const) {
    perform(stage, { afterMs: 0, machine: round % world.machines.length, seed: round, fuse: null, what });
    await pass(world, 3 * MINUTE);
  }
}

/** People look at all that waits for them, or was settled wrongly, once. Says whether there was anything. */
async function settleAll(stage: Stage): Promise<boolean> {
  const { world, witness } = stage;
  const rows = world.database.read("select id from operations where status = 'NEEDS_ATTENTION' order by created_at");
  const waiting = new Set([...rows.map(({ id }) => String(id)), ...witness.misledOperations]);
  for (const [seed, id] of [...waiting].entries()) {
    // What was bought with another account can be seen in that one only.
    await moveTo(world, witness.saleOf(id)?.workspace ?? 'a');
    const what = { do: 'settle', nth: 0, says: 'the truth', id } as const;
    perform(stage, { afterMs: 0, machine: 0, seed, fuse: null, what });
    await pass(world, 2 * MINUTE);
    await moveTo(world, 'a');
  }
  return waiting.size > 0;
}

function hasOpen({ database }: World): boolean {
  const open = "status = 'PENDING' or follow_up is not null or due_at is not null";
  return database.read(`select 1 from operations where ${open} limit 1`).length > 0;
}

function countSuccesses({ database }: World): number {
  return database.read("select 1 from operations where status = 'SUCCEEDED'").length;
}

async function moveTo(world: World, workspace: string): Promise<void> {
  if (world.account.workspace === workspace) return;
  world.changeKey(workspace === 'a' ? 'right' : 'wrong');
  await pass(world, MINUTE);
}

/** An operator says that the new key belongs to the account whose numbers are on record. */
async function confirmAccount({ world, witness }: Stage): Promise<void> {
  const [machine] = world.machines;
  if (machine === undefined) return;
  // It is the wrong thing to say of an account that something was bought with the key of another one in.
  for (const { workspace, cause } of world.books.sales) {
    if (workspace !== world.account.workspace && cause.operationId !== null) witness.misled(cause.operationId);
  }
  world.start(machine, { name: 'same-account', seed: 2, fuse: null }, async ({ operations }) => {
    for (const { name, account } of operations.vendors.values()) await operations.registry.recordAccount(name, account);
  });
  await pass(world, MINUTE);
}

/** How many keys that have their number ask again all the same. */
const REPLAYS = 3;

/** Whoever has no number yet asks again, under the same key; and under a new one where that has failed for good. */
async function repeatAll(stage: Stage): Promise<void> {
  const { world, witness } = stage;
  for (const vendor of world.vendors) vendor.restock();
  const [machine] = world.machines;
  const repeat = async (key: string, request: Request, seed: number): Promise<void> => {
    const run = (work: Parameters<World['start']>[2]): void => {
      if (machine) world.start(machine, { name: `repeat of ${key}`, seed, fuse: null }, work);
    };
    ask(stage, { key, request, run });
    await pass(world, MINUTE);
  };
  const all = [...witness.requests].map(([key, request], index) => ({ key, request, seed: 1_000 + index }));
  const isLeft = ({ key }: { readonly key: string }): boolean => stateOf(world, key) !== 'SUCCEEDED';
  const left = all.filter(isLeft);
  for (const { key, request, seed } of [...all.filter((one) => !isLeft(one)).slice(0, REPLAYS), ...left]) {
    await repeat(key, request, seed);
  }
  if (!left.some(isLeft)) return;
  // Those that ask for a number that another key has in doubt come to it once that has ended.
  for (let round = 0; round <= left.length; round += 1) {
    const again = left.filter(({ key }) => stateOf(world, key) === 'retryable');
    if (round > 0 && again.length === 0) break;
    if (round > 0) for (const { key, request, seed } of again) await repeat(key, request, seed + 10_000 * round);
    await waitForEnds(stage);
    if (await settleAll(stage)) await lookAround(stage, 1);
  }
  for (const { key, request, seed } of left.filter(isLeft)) {
    // What a person has said wrongly cannot be corrected once the number is another key's.
    if (witness.misledOperations.has(operationOf(world, key))) continue;
    const state = stateOf(world, key);
    const isOpenChoice = request.mutation === 'purchaseNumber' && request.input.number === null;
    if (state === 'stuck' || (state === 'retryable' && isOpenChoice)) {
      world.books.breach(`end: ${key} is ${state}, though all goes well`);
    }
    if (!isOpenChoice) continue;
    await repeat(`${key}-anew`, request, seed + 1_000_000);
    const anew = stateOf(world, `${key}-anew`);
    if (anew !== 'SUCCEEDED') world.books.breach(`end: ${key} failed, and a new key in its place is ${anew}`);
  }
}

function operationOf({ database }: World, key: string): string {
  return String(database.read('select id from operations where idempotency_key = ?', key)[0]?.['id']);
}

function stateOf({ database }: World, key: string): string {
  const [row] = database.read('select status, errors, settled_at from operations where idempotency_key = ?', key);
  if (row?.['status'] === 'SUCCEEDED') return 'SUCCEEDED';
  if (row?.['status'] !== 'FAILED') return 'stuck';
  const errors: { retryable: boolean }[] = JSON.parse(String(row['errors']));
  // What a person says may be wrong, so such a key asks for its own number for ever.
  const isFinal = row['settled_at'] !== null || errors.some(({ retryable }) => !retryable);
  return isFinal ? 'final' : 'retryable';
}

async function auditAll(world: World): Promise<void> {
  const [machine] = world.machines;
  if (machine === undefined) return;
  world.start(machine, { name: 'audit', seed: 1, fuse: null }, async ({ operations }) => {
    const { ledger, registry, vendors, now } = operations;
    const since = new Date(now().getTime() + HOUR);
    const { contradictions } = await audit({ ledger, registry, vendors, forgetsOperations: false, since });
    for (const { kind, message, phoneNumberId } of contradictions) {
      // Bought, given back and bought again before anybody saw that, or with clocks that differ, looks like twice.
      const sold = world.books.sales.filter(({ numberId }) => numberId === phoneNumberId);
      if (kind === 'OBTAINED_TWICE' && sold.length > 1) continue;
      // What the account had all the time, or has no more, though nobody has noticed: the audit cannot know of either.
      if (kind === 'FAILED_BUT_HELD' && !sold.some(world.books.isHeld)) continue;
      world.books.breach(`audit: ${kind} ${message}`);
    }
  });
  await pass(world, MINUTE);
}

async function pass({ timeline }: World, ms: number): Promise<void> {
  await timeline.advanceTo(timeline.now() + ms);
}

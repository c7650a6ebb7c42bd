import { audit } from '../../../src/audit/audit.ts';
import { toNumberId } from '../../../src/domain/number-id.ts';
import type { Operation } from '../../../src/domain/operation.ts';
import type { World } from './world.ts';

/** Every operation there is. */
export async function allOperations({ ledger }: World): Promise<readonly Operation[]> {
  const paging = { direction: 'forward', size: 500, after: null, before: null } as const;
  return (await ledger.page({ filter: {}, paging })).edges.map(({ node }) => node);
}

/** What is true and must not be, whatever has happened; empty if all is well. */
export async function findBreaches(world: World): Promise<string[]> {
  const operations = (await allOperations(world)).filter(({ kind }) => kind === 'PURCHASE');
  return [
    ...world.breaches,
    ...breachesOfSales(world, operations),
    ...(await breachesOfNumbers(world, operations)),
    ...breachesOfAnswers(world, operations),
  ];
}

/** No key buys twice; what failed bought nothing; what succeeded owns what it bought. */
function breachesOfSales(world: World, operations: readonly Operation[]): string[] {
  const breaches: string[] = [];
  const salesOf = Map.groupBy(allSales(world), (sale) => sale.operationId);
  for (const operation of operations) {
    const sales = salesOf.get(operation.id) ?? [];
    const facts = `${operation.status} ${operation.id} has ${JSON.stringify(sales)}`;
    if (sales.length > 1) breaches.push(`bought twice: ${facts}`);
    if (operation.status === 'FAILED' && sales.length > 0) breaches.push(`failed but bought: ${facts}`);
    if (operation.status === 'SUCCEEDED' && sales[0]?.id !== operation.phoneNumberId) {
      breaches.push(`owns ${operation.phoneNumberId}, which is not what it bought: ${facts}`);
    }
  }
  return breaches;
}

/** Every sale is in the registry, or in an operation that has not failed. */
async function breachesOfNumbers(world: World, operations: readonly Operation[]): Promise<string[]> {
  const sales = allSales(world);
  const known = await world.registry.byIds(sales.map(({ id }) => id));
  const lost = sales.filter(({ id, operationId }) => {
    const operation = operations.find((one) => one.id === operationId);
    return !known.has(id) && (operation === undefined || operation.status === 'FAILED');
  });
  return lost.map((sale) => `nobody knows of ${JSON.stringify(sale)}`);
}

/** A key is for one input, and a success that a caller was answered stays one. */
function breachesOfAnswers(world: World, operations: readonly Operation[]): string[] {
  const breaches: string[] = [];
  for (const { account, key, input, result } of world.answers) {
    const now = operations.find((one) => one.account === account && one.idempotencyKey === key);
    const isReused = result.userErrors.some(({ code }) => code === 'IDEMPOTENCY_KEY_REUSED');
    const isAnother = now?.request.label !== input;
    if (isReused !== isAnother) breaches.push(`${key} of ${now?.request.label} was used for ${input}: ${isReused}`);
    if (result.operation?.status !== 'SUCCEEDED') continue;
    const isKept = now?.status === 'SUCCEEDED' && now.phoneNumberId === result.operation.phoneNumberId;
    if (!isKept) breaches.push(`${key} was answered a success: ${JSON.stringify([result.operation, now])}`);
  }
  return breaches;
}

/**
 * Once all has settled and been read: what the audit finds, as an operator would run it, and numbers that are shown with
 * another agent than they have. The other checks are of what no operator can see: sales and answers.
 */
export async function findUntruths({ accounts, ledger, registry, now }: World): Promise<string[]> {
  const account = accounts.get('LISTED');
  if (!account) return [];
  // Nothing was confirmed after it, whichever clock that was written by: nothing is left out.
  const since = new Date(now().getTime() + 60_000);
  const vendors = new Map([['LISTED', account.connect({ purchases: [], links: [], readsFail: false })]]);
  const { contradictions, unchecked } = await audit({
    ledger,
    registry,
    vendors,
    forgetsOperations: false,
    since,
  });
  const ofListed = contradictions.filter(({ vendor }) => vendor === 'LISTED');
  const known = await registry.byIds(account.numbers.map(({ vendorId }) => toNumberId('LISTED', vendorId)));
  const untrue = account.numbers.filter(({ vendorId, agentId }) => {
    const shown = known.get(toNumberId('LISTED', vendorId));
    return shown === undefined || shown.status === 'RELEASED' || shown.agentId !== agentId;
  });
  return [
    ...ofListed.map(({ kind, message }) => `${kind}: ${message}`),
    ...unchecked.filter((reason) => !reason.includes('UNLISTED')),
    ...untrue.map(({ vendorId, agentId }) => `${vendorId} with agent ${agentId} is shown as something else`),
  ];
}

function allSales({ accounts }: World) {
  return [...accounts.values()].flatMap(({ name, sales }) =>
    sales.map((sale) => ({ ...sale, id: toNumberId(name, sale.vendorId) })),
  );
}

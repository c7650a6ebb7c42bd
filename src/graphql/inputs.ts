import { type DocumentNode, GraphQLError, visit } from 'graphql';
import { invalidInput, type UserError, userError } from '../domain/operation.ts';
import type { InboundRoutingChange } from '../domain/phone-number.ts';
import { Secret } from '../domain/secret.ts';
import type { PurchaseNumberInput } from '../operations/purchase-number.ts';
import { type Caller, type ChangeResult, type OperationContext, refuse } from '../operations/shared/context.ts';
import type { RequestContext } from './context.ts';
import type { BulkPurchaseItemInput, InboundRoutingInput } from './generated/types.ts';

/** The value of a scalar, if it is a text. Throws without naming the value: it may stand where a secret should. */
export function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new GraphQLError('A text is needed here.');
}

/** The routing that was asked for: a fallback that is null is to be removed, one left out is to stay. */
export function toRouting(input: InboundRoutingInput | null | undefined): InboundRoutingChange | null {
  if (!input) return null;
  const { agentId, fallbackAgentId, voicemailMessage } = input;
  return {
    agentId,
    ...(fallbackAgentId !== undefined && { fallbackAgentId }),
    ...(typeof voicemailMessage === 'string' && { voicemailMessage }),
  };
}

/** What a purchase asks for: members left out are null. */
export function toPurchase(input: BulkPurchaseItemInput): Omit<PurchaseNumberInput, 'idempotencyKey'> {
  return {
    vendor: input.vendor,
    number: input.number ?? null,
    country: input.country ?? 'US',
    areaCode: input.areaCode ?? null,
    contains: input.contains ?? null,
    maxMonthlyPrice: input.maxMonthlyPrice ?? null,
    agentId: input.agentId ?? null,
    label: input.label ?? null,
    inboundRouting: toRouting(input.inboundRouting),
  };
}

/** The id in a representation of an entity, which nobody has checked before; null where it can be none. */
export function idOf({ id }: { readonly id?: unknown }): string | null {
  return typeof id === 'string' && isStorable(id) ? id : null;
}

/** Whether a database takes a text as it is. */
export function isStorable(text: string): boolean {
  return flawOf(text) === null;
}

type Change<Input, Result> = (operations: OperationContext, caller: Caller, input: Input) => Promise<Result>;

/** Makes a change, and forgets what the request has read before: a caller always reads what it wrote. */
export async function runMutation<Input, Result>(
  change: Change<Input, Result>,
  context: RequestContext,
  input: Input,
): Promise<Result | ChangeResult> {
  const { operations, caller } = context;
  const limited = findLimit(context, input);
  if (limited) return refuse(limited);
  const flaw = findFlaw(input);
  if (flaw) return refuse(invalidInput(flaw.path, `${capitalised(flaw.what)} is not allowed here.`));
  const result = await change(operations, caller, input).catch((error: unknown) => {
    // Once an operation has begun, its failures are in the ledger: what ends here has not got that far.
    operations.logger.error({ err: error }, 'operation could not begin');
    return refuse(hasKey(input) ? notKnown : notBegun);
  });
  for (const loader of Object.values(context.loaders)) loader.clearAll();
  return result;
}

/** The items of a bulk; undefined of anything else. */
export function itemsOf(input: unknown): readonly unknown[] | undefined {
  const items = typeof input === 'object' && input !== null && 'items' in input ? input.items : undefined;
  return Array.isArray(items) ? items : undefined;
}

/** Why a change comes too soon after others; null if it does not. An earlier call with its key may have bought. */
function findLimit({ rateLimit, caller, address }: RequestContext, input: unknown): UserError | null {
  const { actor } = caller;
  const changes = itemsOf(input)?.length ?? 1;
  if (rateLimit.take({ actor, address }, changes)) return null;
  const most = rateLimit.perMinute ?? 0;
  const advice = changes > most ? `It has ${changes}: send fewer at a time` : 'Send it again in a minute';
  return userError({
    code: 'LIMIT_REACHED',
    message: `Of each caller, ${most} changes a minute are taken. This call sent nothing. ${advice}.`,
    retryable: changes <= most,
    charged: hasKey(input) ? 'UNKNOWN' : 'NO',
  });
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function hasKey(input: unknown): boolean {
  return typeof input === 'object' && input !== null && 'idempotencyKey' in input && input.idempotencyKey !== null;
}

/** The key may have been used before: an earlier call may have bought, which only the ledger knows. */
const notKnown = userError({
  code: 'OUTCOME_UNKNOWN',
  message:
    'This service cannot reach its ledger now, so what became of this key is not known. This call sent ' +
    'nothing; send it again with the same key.',
  retryable: true,
  charged: 'UNKNOWN',
});

const notBegun = userError({
  code: 'VENDOR_UNAVAILABLE',
  message: 'This service cannot reach its ledger now. Nothing was sent; the same call may be sent again.',
  retryable: true,
});

/** The one character that PostgreSQL's texts cannot hold: no stored text has it. */
const NUL = '\u0000';

/**
 * What in a text could not be stored or sent on as it is; null if nothing. Half of a surrogate pair, as from an emoji that
 * was cut in two, is no character in UTF-8: a vendor would get another password, and nobody would be told.
 */
function flawOf(text: string): string | null {
  if (text.includes(NUL)) return 'a NUL character';
  return text.isWellFormed() ? null : 'half of a character (a lone surrogate)';
}

/** A text that cannot be stored or sent on as it is: where it stands, and what is wrong with it. */
type Flaw = { readonly path: readonly string[]; readonly what: string };

/** The first such text in a value, such as an input; null if there is none. */
export function findFlaw(value: unknown, path: readonly string[] = []): Flaw | null {
  if (typeof value === 'string') {
    const what = flawOf(value);
    return what === null ? null : { path, what };
  }
  if (value instanceof Secret) return value.judge((hidden) => findFlaw(hidden, path));
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, member] of Object.entries(value)) {
    const found = findFlaw(member, [...path, name]);
    if (found) return found;
  }
  return null;
}

/** What is wrong with a text that stands in the document itself; null if nothing is. */
export function findFlawInDocument(document: DocumentNode): string | null {
  let found: string | null = null;
  visit(document, {
    StringValue({ value }) {
      found ??= flawOf(value);
    },
  });
  return found;
}

import { isSameAgent } from '../../domain/canonical.ts';
import { fromNumberId } from '../../domain/number-id.ts';
import { type Operation, type UserError, userError } from '../../domain/operation.ts';
import { isNumber } from '../../vendors/reported-number.ts';
import type { ImportSource } from '../../vendors/vendor.ts';
import { acquire } from '../shared/acquire.ts';
import type { Caller } from '../shared/context.ts';
import { attempt, toUserError } from '../shared/vendor-result.ts';
import type { Going, Halt, StepEnd } from './going.ts';
import { runStep } from './run-step.ts';

/** The platform takes the number in over its trunk. Sent again by the rules of imports only. */
export async function importThere(going: Going): Promise<StepEnd> {
  const { source } = going;
  const ended = await runStep(going, 'SIP_IMPORT', source && ((key, caller) => send(going, { key, caller, source })));
  return ended ?? { state: 'failed', errors: [noLogin], mayPass: true };
}

type Sending = { readonly key: string; readonly caller: Caller; readonly source: ImportSource };

function send(going: Going, { key: idempotencyKey, caller, source }: Sending) {
  const { context, leased, number, other } = going;
  const { agentId = null, label = null } = leased.request;
  const { terminationUri, carrier } = source;
  const { importing } = other;
  if (!importing) throw new Error(`${other.title} imports no numbers.`);
  return acquire(context, {
    vendor: other,
    address: number.address,
    change: {
      kind: 'SIP_IMPORT',
      vendor: other.name,
      ...caller,
      idempotencyKey,
      // Its key says what it is a step of, and a login that has changed since is no other input.
      identity: { number: number.address },
      request: {
        ...{ number: number.address, terminationUri },
        ...(carrier !== null && { carrier }),
        ...(agentId !== null && { agentId }),
        ...(label !== null && { label }),
      },
      phoneNumberId: null,
    },
    note: `Asking ${other.title} to import ${number.address}.`,
    send: (sent, marker) =>
      importing.run(sent, { number: number.address, agentId, label, marker, inboundRouting: null, source }),
  });
}

const noLogin = userError({
  code: 'VENDOR_UNAVAILABLE',
  message: "Nothing was sent: the trunk's login is kept nowhere. Repeat the key with it.",
  retryable: true,
});

/** Reads the number at the platform: whether it is there, with its agent. Null where it is. */
export async function checkThere({ context, leased, number, other }: Going, imported: Operation): Promise<Halt | null> {
  const { vendorId } = fromNumberId(imported.phoneNumberId ?? '') ?? { vendorId: '' };
  const since = await context.registry.sequence();
  const read = await attempt(other.name, () => other.get(vendorId));
  if ('error' in read) return { state: 'open', errors: [toUserError(read.error, 'READ')] };
  const { answer } = read;
  const isLate = context.now().getTime() - Date.parse(imported.updatedAt) > context.graceMs;
  if (answer?.address === undefined || !isNumber(answer, number.address)) {
    const error = complain(`${other.title} has taken ${number.address} in, and does not show it.`);
    return isLate ? { state: 'person', errors: [error] } : { state: 'open', errors: [error] };
  }
  await context.registry.recordSeen(other.name, [answer], since);
  const { agentId = null } = leased.request;
  if (agentId === null || isSameAgent(answer.agentId, agentId)) return null;
  const error = complain(`${other.title} shows ${number.address} without agent ${agentId}.`);
  // The link is still being tried, as part of the import.
  if (imported.followUp !== null || !isLate) return { state: 'open', errors: [error] };
  const [told = error] = imported.errors;
  return { state: 'failed', errors: [told], mayPass: false };
}

function complain(message: string): UserError {
  return userError({ code: 'AGENT_LINK_FAILED', message, field: ['input', 'agentId'], retryable: true });
}

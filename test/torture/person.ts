import type { Operation } from '../../src/domain/operation.ts';
import type { SandboxControl } from '../../src/sandbox/control.ts';
import { sendGraphql } from '../support/test-app.ts';
import type { Instance } from './instance.ts';

/** Does what the guide asks of an operator: looks at the vendor's dashboard, and settles. Returns how many. */
export async function settleByLooking(
  instances: readonly Instance[],
  { operations, control }: { operations: readonly Operation[]; control: SandboxControl },
): Promise<number> {
  let settled = 0;
  for (const operation of operations) {
    if (operation.status !== 'NEEDS_ATTENTION') continue;
    const held = control.numbers(operation.vendor).find(({ number }) => number === operation.target);
    const isAnothers = operations.some(
      ({ id, vendor, target, status }) =>
        id !== operation.id && vendor === operation.vendor && target === operation.target && status === 'SUCCEEDED',
    );
    const finding = held && !isAnothers ? { vendorId: held.id } : { failed: true };
    const query = `mutation ($input: SettleNumberOperationInput!) {
      settleNumberOperation(input: $input) { operation { status } userErrors { message } } }`;
    const input = { operationId: operation.id, note: 'Looked at the dashboard.', ...finding };
    const answer = await sendGraphql(instances[0]?.url() ?? '', { query, variables: { input } });
    if (answer.data?.settleNumberOperation.userErrors.length === 0) settled += 1;
  }
  return settled;
}

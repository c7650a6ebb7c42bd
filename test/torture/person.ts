import { toNumberId } from '../../src/domain/number-id.ts';
import type { Operation } from '../../src/domain/operation.ts';
import type { SandboxControl } from '../../src/sandbox/control.ts';
import type { Auditor } from '../support/auditor.ts';
import { sendGraphql } from '../support/test-app.ts';
import type { Instance } from './instance.ts';

type Desk = { readonly instances: readonly Instance[]; readonly auditor: Auditor; readonly control: SandboxControl };

const SETTLE = `mutation ($input: SettleNumberOperationInput!) {
  settleNumberOperation(input: $input) { operation { status } userErrors { message } } }`;

/** Does what the guide asks of an operator: looks at the vendor's dashboard, and settles. Returns how many. */
export async function settleByLooking(operations: readonly Operation[], desk: Desk): Promise<number> {
  const { instances, auditor, control } = desk;
  let settled = 0;
  for (const { id: operationId, vendor, target } of operations) {
    const held = control.numbers(vendor).find(({ number }) => number === target);
    const last = held ? await auditor.ledger.findLastHolding(toNumberId(vendor, held.id), operationId) : null;
    const finding = held && (last === null || last.kind === 'RELEASE') ? { vendorId: held.id } : { failed: true };
    const input = { operationId, note: 'Looked at the dashboard.', ...finding };
    const answer = await sendGraphql(instances[0]?.url() ?? '', { query: SETTLE, variables: { input } });
    if (answer.data?.settleNumberOperation.userErrors.length === 0) settled += 1;
  }
  return settled;
}

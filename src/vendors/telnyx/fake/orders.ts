import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { FakeAccount } from '../../fake-kit/fake-vendor.ts';
import type { Answer, Call } from '../../fake-kit/http.ts';
import type { FakeRoute, RoutedCall } from '../../fake-kit/routes.ts';
import { refuse, toOrderBody, toOrderRow, toPage, toSubOrder } from './answers.ts';
import { createId, readBody } from './input.ts';
import type { AccountState, OrderRecord } from './state.ts';

const E164 = /^\+[1-9]\d{1,14}$/;
const orderInput = z.object({
  phone_numbers: z.array(z.object({ phone_number: z.string() })).min(1),
  customer_reference: z.string().optional(),
});

/**
 * Orders of the fake. An order is answered as pending, and has settled at once, unless the sandbox says otherwise: then it
 * settles at the first call after its time.
 */
export function createOrders(account: FakeAccount<AccountState>, searched: ReadonlySet<string>) {
  function place(call: Call): Answer {
    const { phone_numbers: lines, customer_reference: reference = null } = readBody(orderInput, call);
    const [{ phone_number: number } = { phone_number: '' }] = lines;
    if (lines.length > 1) throw refuse(422, 'The fake takes one number for each order.');
    if (!E164.test(number)) {
      const pointer = '/phone_numbers/0/phone_number';
      throw refuse(422, 'Must be in E.164 format, with a plus.', { code: '10016', pointer });
    }
    return account.change((state) => {
      const isOrdered = state.orders.some((other) => other.phone_number === number && other.status === 'pending');
      if (isOrdered || state.numbers.some((other) => other.phone_number === number)) {
        throw refuse(409, 'The number is already in this account, or on order.');
      }
      if (!searched.has(number)) throw refuse(422, 'Search for the number before you order it.');
      if (!account.isForSale(number)) throw refuse(422, 'This number is no longer available.');
      const fate = account.orderFate?.() ?? { kind: 'settles', afterMs: 0 };
      const at = account.now();
      const order: OrderRecord = {
        ...{ id: randomUUID(), subId: randomUUID(), phone_number: number, customer_reference: reference },
        status: 'pending',
        requirements_met: fate.kind !== 'stays',
        settlesAt: fate.kind === 'settles' ? new Date(Date.parse(at) + fate.afterMs).toISOString() : null,
        created_at: at,
      };
      state.orders.push(order);
      const body = { data: toOrderBody(order) };
      if (fate.kind === 'fails') order.status = 'failure';
      settleDue(state);
      return { status: 200, body };
    });
  }

  function isDue({ status, settlesAt }: OrderRecord): boolean {
    return status === 'pending' && settlesAt !== null && Date.parse(settlesAt) <= Date.parse(account.now());
  }

  function settleDue(state: AccountState): void {
    for (const order of state.orders.filter(isDue)) {
      const { phone_number: number, customer_reference: reference } = order;
      // Somebody may have been faster.
      order.status = account.isForSale(number) ? 'success' : 'failure';
      if (order.status === 'failure') continue;
      const facts = { status: 'active', deletion_lock_enabled: false, created_at: account.now(), connection_id: null };
      state.numbers.push({ id: createId(), phone_number: number, customer_reference: reference, ...facts });
      account.recordSale(number);
    }
  }

  function find({ params }: RoutedCall, member: 'id' | 'subId'): OrderRecord {
    const order = account.read().orders.find((each) => each[member] === params['id']);
    if (order === undefined) throw refuse(404, 'There is no such order.');
    return order;
  }

  function list({ query }: Call): Answer {
    const [reference, status] = [query.get('filter[customer_reference]'), query.get('filter[status]')];
    const found = account
      .read()
      .orders.filter((order) => reference === null || order.customer_reference === reference)
      .filter((order) => status === null || order.status === status);
    return toPage(found.map(toOrderRow), query);
  }

  function cancel(call: RoutedCall): Answer {
    return account.change(() => {
      const order = find(call, 'subId');
      if (order.status !== 'pending') throw refuse(422, 'Only a pending order can be cancelled.');
      order.status = 'failure';
      return { status: 200, body: { data: toSubOrder(order) } };
    });
  }

  const routes: FakeRoute[] = [
    { method: 'POST', path: '/number_orders', operation: 'purchase', handle: place },
    { method: 'GET', path: '/number_orders', operation: 'order', handle: list },
    {
      method: 'GET',
      path: '/number_orders/:id',
      operation: 'order',
      handle: (call) => ({ status: 200, body: { data: toOrderBody(find(call, 'id')) } }),
    },
    {
      method: 'GET',
      path: '/sub_number_orders',
      operation: 'order',
      handle({ query }) {
        const orderId = query.get('filter[order_request_id]');
        const found = account.read().orders.filter(({ id }) => orderId === null || id === orderId);
        return { status: 200, body: { data: found.map(toSubOrder) } };
      },
    },
    { method: 'PATCH', path: '/sub_number_orders/:id/cancel', operation: 'order', handle: cancel },
  ];

  return {
    routes,
    /** What is due settles before anything else is looked at. */
    settle() {
      if (account.read().orders.some(isDue)) account.change(settleDue);
    },
  };
}

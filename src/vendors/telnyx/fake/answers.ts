import { countryOf } from '../../../domain/e164.ts';
import { type Answer, Refusal } from '../../fake-kit/http.ts';
import type { NumberRecord, OrderRecord } from './state.ts';

const codes: Readonly<Record<number, string>> = {
  400: '10015',
  401: '10009',
  403: '10010',
  404: '10005',
  409: '10012',
  422: '10015',
  429: '10011',
  500: '10007',
};

/** An error in the vendor's shape. The codes and words of orders are invented: no page shows them. */
export function problem(status: number, detail: string, more: { code?: string; pointer?: string } = {}): Answer {
  const { code = codes[status] ?? '10015', pointer } = more;
  const source = pointer === undefined ? {} : { source: { pointer } };
  return { status, body: { errors: [{ code, title: `Error ${code}`, detail, ...source }] } };
}

/** The same as a thing to throw. */
export function refuse(status: number, detail: string, more: { code?: string; pointer?: string } = {}): Refusal {
  return new Refusal(problem(status, detail, more));
}

/** A number as every answer shows it; the pin is made up, and is there to be dropped. */
export function toNumberBody({ phone_number: number, ...record }: NumberRecord) {
  return {
    ...record,
    record_type: 'phone_number',
    phone_number: number,
    phone_number_type: 'local',
    country_iso_alpha2: countryOf(number) ?? 'US',
    tags: [],
    external_pin: `pin-${record.id.slice(-4)}-of-the-fake`,
    purchased_at: record.created_at,
    updated_at: record.created_at,
  };
}

/** An order as it is read by its id. */
export function toOrderBody(order: OrderRecord) {
  const { id, status, requirements_met, phone_number } = order;
  const line = { record_type: 'number_order_phone_number', phone_number, phone_number_type: 'local', status };
  const waits = {
    requirements_status: 'requirement-info-pending',
    regulatory_requirements: [{ requirement_id: order.subId, field_type: 'address', field_value: null }],
  };
  return {
    ...toOrderRow(order),
    phone_numbers: [{ id, ...line, requirements_met, ...(!requirements_met && waits) }],
  };
}

/** The same as a row of the list, which does not say how its number stands. */
export function toOrderRow({ id, subId, phone_number, settlesAt: _settlesAt, ...order }: OrderRecord) {
  return {
    ...order,
    id,
    record_type: 'number_order',
    connection_id: null,
    phone_numbers_count: 1,
    phone_numbers: [{ id, phone_number }],
    sub_number_orders_ids: [subId],
    updated_at: order.created_at,
  };
}

/** The part of an order that rules of a country may hold up. */
export function toSubOrder({ id, subId, status, customer_reference, requirements_met, ...order }: OrderRecord) {
  return {
    id: subId,
    record_type: 'sub_number_order',
    order_request_id: id,
    country_code: countryOf(order.phone_number) ?? 'US',
    phone_number_type: 'local',
    phone_numbers_count: 1,
    status,
    customer_reference,
    requirements_met,
    regulatory_requirements: requirements_met ? [] : [{ requirement_id: subId, field_type: 'address' }],
    created_at: order.created_at,
    updated_at: order.created_at,
  };
}

/** One page of records, newest first. Throws a `Refusal` with 422. */
export function toPage<Entry>(entries: readonly Entry[], query: URLSearchParams): Answer {
  const page = Number(query.get('page[number]') ?? 1);
  const size = Number(query.get('page[size]') ?? 20);
  if (!Number.isInteger(page) || page < 1 || !Number.isInteger(size) || size < 1 || size > 250) {
    throw refuse(422, 'The page is out of range.');
  }
  const meta = {
    page_number: page,
    page_size: size,
    total_pages: Math.ceil(entries.length / size),
    total_results: entries.length,
  };
  return { status: 200, body: { data: entries.toReversed().slice((page - 1) * size, page * size), meta } };
}

/**
 * Why a request was refused. The names stay: alerts and dashboards go by them.
 * - `request`: its body cannot be read, or it is no GraphQL request; `document`: it asks what is not in the schema;
 *   `input`: its variables or arguments are wrong.
 * - `limits`, `cost`: it asks for too much; `answer`: what it asks for is too large.
 * - `rate`, `purchase-limit`: the caller, or everybody, has asked for too much by now; `ledger`: nothing may be bought.
 * - `foreign-host`, `foreign-page`, `router-secret`, `token`, `scope`: it may not ask for that.
 */
export const refusalReasons = [
  'request',
  'document',
  'input',
  'limits',
  'cost',
  'answer',
  'rate',
  'purchase-limit',
  'ledger',
  'foreign-host',
  'foreign-page',
  'router-secret',
  'token',
  'scope',
] as const;

/** One of these. */
export type RefusalReason = (typeof refusalReasons)[number];

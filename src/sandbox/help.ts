import { operationNames } from '../vendors/fake-kit/routes.ts';
import type { HostedVendor } from './hosted-vendor.ts';

/** How to steer the sandbox that runs at `url` with curl. */
export function createHelp(url: string, vendors: readonly HostedVendor[]): string {
  const apis = vendors.map(({ name, title, path }) => `  ${name.padEnd(12)} ${title} at ${url}${path}\n`);
  const [example] = vendors;
  const fault = { ...(example && { vendor: example.name }), operation: 'purchase', kind: 'reset-after', times: 1 };
  return `Sandbox: fake vendors that take any key. Everything below needs none.

${apis.join('')}
GET    /sandbox                       this page
GET    /sandbox/state                 numbers of the accounts, every purchase, stock
GET    /sandbox/calls                 the last 10,000 calls to the vendors (DELETE forgets them)
GET    /sandbox/faults                faults that are set (DELETE removes them)
POST   /sandbox/faults                sets a fault: {"vendor"?, "operation"?, "kind", "times"?, "probability"?,
                                      "delayMs"?, "status"?, "message"?, "number"?}
POST   /sandbox/sell                  somebody else buys a number: {"vendor", "number"}
POST   /sandbox/stock                 numbers for sale per area code: {"perAreaCode"}
POST   /sandbox/numbers               a number bought in the dashboard: {"vendor", "number", "id"?, "agentId"?, "label"?}
DELETE /sandbox/numbers/VENDOR/ID     a number removed in the dashboard
POST   /sandbox/reset                 back to the beginning

Operations:  ${operationNames.join(', ')}; * or none for all
Kinds:       late          acts, answers after delayMs (2000)
             429           does not act, asks to come back after a second
             500-before    does not act, answers 500 (or status)
             500-after     acts, answers 500 (or status)
             reset-before  does not act, resets the connection
             reset-after   acts, resets the connection
             hang          does not act, never answers
             hang-after    acts, never answers
             garbage       acts, answers with half a body
             refuse        does not act, answers 400 (or status) with message
             refuse-after  acts, answers 409 (or status) with message
Lies:        miss-one      a list leaves out number, or the one that came last
             lag           a list leaves out what came less than delayMs ago
             empty-list    a list has nothing in it
             no-cursor     a page calls its cursor nextCursor
             stale-search  a search offers what has been sold
             deaf-search   a search ignores the area code and the digits
             order-late    an order settles after delayMs (2000), where purchases are orders
             order-stays   an order stays as it is, as one that waits for people
             order-fails   an order fails after it was taken
             other-number  an answer tells number, or one with another last digit
             other-id      an answer tells the id of another number
             national      numbers as they are dialled within their country
             Lies strike beside each other and beside one of the kinds above.

Stock: every area code has 100 numbers per vendor, except 555, which is sold out.
The next ${example ? `${example.title} ` : ''}purchase succeeds, but its answer is lost:
  curl --json '${JSON.stringify(fault)}' ${url}/sandbox/faults
`;
}

import { vendorNames } from '../domain/phone-number.ts';

/** What `GET /sandbox` answers: how to steer the sandbox with curl. */
export const helpText = `Sandbox: a fake OneInbox under /oneinbox and a fake Vogent under /vogent/api.
Both take any bearer token. Everything below needs none.

GET    /sandbox                       this page
GET    /sandbox/state                 numbers held, every purchase, stock
GET    /sandbox/calls                 the last 10,000 calls to the vendors (DELETE forgets them)
GET    /sandbox/faults                faults that are set (DELETE removes them)
POST   /sandbox/faults                sets a fault: {"vendor"?, "operation"?, "kind", "times"?, "probability"?,
                                      "delayMs"?, "status"?, "message"?}
POST   /sandbox/sell                  somebody else buys a number: {"vendor", "number"}
POST   /sandbox/stock                 numbers for sale per area code: {"perAreaCode"}
POST   /sandbox/numbers               a number bought in the dashboard: {"vendor", "number", "id"?, "agentId"?, "label"?}
DELETE /sandbox/numbers/VENDOR/ID     a number removed in the dashboard
POST   /sandbox/reset                 back to the beginning

Vendors:     ${vendorNames.join(', ')}
Operations:  search, purchase, import, createSip, get, list, update, release, agents; * or none for all
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

Stock: a search in any area code finds 100 numbers per vendor, except in 555, which is sold out.
The next Vogent purchase is bought, but its answer is lost:
  curl -d '{"vendor":"VOGENT","operation":"purchase","kind":"reset-after","times":1}' localhost:4010/sandbox/faults
`;

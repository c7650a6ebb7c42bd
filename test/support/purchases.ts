import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { VendorName } from '../../src/domain/phone-number.ts';
import type { Fault } from '../../src/sandbox/faults.ts';
import { mutate, type ShownPayload } from './mutations.ts';
import type { TestApp } from './test-app.ts';
import { type TestVendor, vendorOf } from './vendors.ts';

/** Two agents of the vendor's sandbox account. Throws for a vendor that is not built in. */
export function agentsOf(vendor: VendorName): TestVendor['agents'] {
  return vendorOf(vendor).agents;
}

/** How many calls follow a purchase without a label: one takes its marker off, where the vendor lets a label be cleared. */
export function callsAfterPurchase(vendor: VendorName): number {
  const { rules } = vendorOf(vendor);
  return rules.labelIsMarker && rules.labelCanBeCleared ? 1 : 0;
}

/** A purchase that nobody has asked for yet; `changes` take the place of its members, undefined leaves one out. */
export function purchaseInput(vendor: VendorName, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    idempotencyKey: randomUUID(),
    vendor,
    ...('number' in changes || 'areaCode' in changes ? {} : { areaCode: freeAreaCode() }),
    ...(vendorOf(vendor).rules.agentRequired ? { agentId: agentsOf(vendor).first } : {}),
    ...changes,
  };
}

/** Buys a number that nothing stands in the way of. */
export async function buy(app: TestApp, vendor: VendorName, changes: Record<string, unknown> = {}) {
  const { phoneNumber } = await mutate(app, 'purchaseNumber', purchaseInput(vendor, changes));
  if (phoneNumber === null) throw new Error('Nothing was bought.');
  return phoneNumber;
}

/**
 * Asks for a number while the next purchase at this vendor meets a fault, and returns what was sent and answered.
 * `changes` are those of `purchaseInput`.
 */
export async function buyInto(
  app: TestApp,
  vendor: VendorName,
  { fault, changes }: { fault: Omit<Fault, 'vendor' | 'operation'>; changes?: Record<string, unknown> },
): Promise<{ input: Record<string, unknown>; payload: ShownPayload }> {
  const input = purchaseInput(vendor, changes);
  app.sandbox.control.addFault({ vendor, operation: 'purchase', times: 1, ...fault });
  return { input, payload: await mutate(app, 'purchaseNumber', input) };
}

// All of them in the US, none of them in the seed.
const areaCodes = '201 202 203 205 206 207 208 209 210 213 214 215 216 217 218 219 224 225 228 229 231 234 239 240 248'
  .concat(
    ' 317 318 319 320 321 323 325 330 331 334 336 337 339 346 347 351 352 360 361 385 386 401 402 404 405 406 407',
  )
  .concat(
    ' 408 409 410 412 413 414 417 419 423 424 425 430 432 434 435 440 442 443 458 469 470 475 478 479 480 484 501',
  )
  .concat(
    ' 601 602 603 605 606 607 608 609 610 612 614 615 616 617 618 619 620 623 626 630 631 636 641 646 650 651 660',
  )
  .concat(
    ' 678 680 681 682 689 701 702 703 704 706 707 708 712 713 714 715 716 717 718 719 720 724 725 727 730 731 732',
  )
  .concat(
    ' 502 503 504 505 507 508 509 510 512 513 515 516 517 518 520 530 531 534 539 540 541 551 559 561 562 563 567',
  )
  .concat(' 251 252 253 254 256 260 262 267 269 270 276 281 301 302 303 304 305 307 308 309 310 312 313 314 315 316')
  .split(' ');
/** How many of them each test file has used: files may share this module. */
const used = new Map<string | undefined, number>();

/** An area code that this test file has not used before: what is sold there is one test's alone. */
export function freeAreaCode(): string {
  const { testPath } = expect.getState();
  const count = used.get(testPath) ?? 0;
  used.set(testPath, count + 1);
  const areaCode = areaCodes[count];
  if (areaCode === undefined) throw new Error('All area codes are used: name some more.');
  return areaCode;
}

/** The numbers sold in an area code, one entry for each sale. */
export function soldIn(app: Pick<TestApp, 'sandbox'>, areaCode: unknown): string[] {
  const numbers = app.sandbox.control.sales().map((sale) => sale.number);
  return numbers.filter((number) => number.startsWith(`+1${areaCode}`));
}

/** How many calls of one kind have reached a vendor since the calls were last cleared. */
export function countCalls(app: Pick<TestApp, 'sandbox'>, vendor: VendorName, operation: string): number {
  const calls = app.sandbox.control.calls();
  return calls.filter((call) => call.vendor === vendor && call.operation === operation).length;
}

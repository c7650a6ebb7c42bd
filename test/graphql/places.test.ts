import { expect, it, vi } from 'vitest';
import { mutate } from '../support/mutations.ts';
import { purchaseInput, soldIn } from '../support/purchases.ts';
import { startTestApp } from '../support/test-app.ts';
import { listed, unlisted } from '../support/vendors.ts';

const ALIASES = 10;

/** One request that looks for numbers as often as one may. */
function searches(vendor: string): string {
  const input = `input: { vendor: ${vendor}, areaCode: "212" }`;
  const field = (_: unknown, at: number) => `s${at}: availableNumbers(${input}) { userErrors { message retryable } }`;
  return `{ ${Array.from({ length: ALIASES }, field).join(' ')} }`;
}

it.each([listed.name, unlisted.name])(
  'lets somebody buy at %s while others search it for all it can bear',
  async (vendor) => {
    const app = await startTestApp({ vendorTimeoutMs: 2_000 });
    try {
      await vi.waitFor(() => expect(app.logLines.join('')).not.toBe(''));
      app.sandbox.control.addFault({ vendor, operation: 'search', kind: 'late', delayMs: 500 });
      const others = Array.from({ length: 30 }, () => app.graphql(searches(vendor)));
      const searched = () => app.sandbox.control.calls().filter(({ operation }) => operation === 'search');
      await vi.waitFor(() => expect(searched().length).toBeGreaterThan(5));

      const input = purchaseInput(vendor);
      const bought = await mutate(app, 'purchaseNumber', input);
      expect(bought).toMatchObject({ operation: { status: 'SUCCEEDED' }, userErrors: [] });
      expect(soldIn(app, input['areaCode'])).toHaveLength(1);

      const answers = await Promise.all(others);
      const told = answers
        .flatMap(({ data }) => Object.values(data ?? {}))
        .flatMap((found) => Object(found).userErrors);
      expect(told.length).toBeGreaterThan(0);
      for (const error of told) {
        expect(error).toEqual({
          message: expect.stringMatching(/^This service is busy: .*Nothing was sent/),
          retryable: true,
        });
      }
      const ready = await fetch(`${app.url}/health/ready`).then((response) => response.json());
      expect(ready.vendors[vendor]).toEqual({ available: true, failingSince: null, message: null });
      expect(app.logLines.join('')).not.toContain('circuit breaker open');
    } finally {
      await app.stop();
    }
  },
);

/**
 * What authors hold requests and recorded answers against the vendor's own description with:
 * `phone-numbers-subgraph/vendor-testing/openapi`. Needs vitest, and what reads descriptions.
 */
export { createOpenApiJudge, type OpenApiJudge } from '../openapi.ts';
export { describeDescription } from '../vendor-description.ts';
export { createVendorHarness, type VendorHarness } from '../vendor-harness.ts';

/** What a vendor outside this repository is made of: `phone-numbers-subgraph/vendor`. A test holds it against the built-in ones. */
export { z } from 'zod';
export { countryOf, normaliseE164 } from '../domain/e164.ts';
export type {
  InboundRouting,
  InboundRoutingChange,
  NumberStatus,
  SipTrunk,
  WeightedAgent,
} from '../domain/phone-number.ts';
export { type Price, toPrice } from '../domain/price.ts';
export { Secret } from '../domain/secret.ts';
export type { SentCall } from '../domain/sent-call.ts';
export { denotes } from '../domain/spelling.ts';
export { buyNew } from './buy-new.ts';
export type { Capability } from './capabilities.ts';
export type { Connect, HttpOptions, Login, VendorHttp } from './connect.ts';
export { defineVendor, type VendorDefinition } from './define-vendor.ts';
export { commonDialect, type Dialect, incompleteList } from './error-reading.ts';
export { findById } from './find-by-id.ts';
export { createMarker, splitMarker } from './marker.ts';
export { createPriceList } from './price-list.ts';
export { queryOfNumber } from './query-of-number.ts';
export { type Page, readAllPages } from './read-all-pages.ts';
export { readCountedPages } from './read-counted-pages.ts';
export { readNumberedPages } from './read-numbered-pages.ts';
export { isNumber, readAddress, readCandidate, timesOf } from './reported-number.ts';
export { apiKey, apiKeyThat, baseUrl, basicLogin, bearerApi, digestOf, trunks } from './settings.ts';
export { uuid } from './shapes.ts';
export { listOf, optionalText, recordId, requiredText, toTime } from './texts.ts';
export { orElse, untilThere } from './until-there.ts';
export type * from './vendor.ts';
export { VendorError } from './vendor-error.ts';
export type { Obtained, VendorNumber } from './vendor-number.ts';
export type * from './vendor-rules.ts';

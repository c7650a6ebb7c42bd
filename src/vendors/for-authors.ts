/** What a vendor outside this repository is made of: `phone-numbers-subgraph/vendor`. A test holds it against the built-in ones. */
export { z } from 'zod';
export { normaliseE164 } from '../domain/e164.ts';
export type { InboundRouting, InboundRoutingChange, NumberStatus, SipTrunk } from '../domain/phone-number.ts';
export type { Secret } from '../domain/secret.ts';
export type { SentCall } from '../domain/sent-call.ts';
export type { Connect, HttpOptions, Login, VendorHttp } from './connect.ts';
export { defineVendor, type VendorDefinition } from './define-vendor.ts';
export { commonDialect, type Dialect, incompleteList } from './error-reading.ts';
export { findById } from './find-by-id.ts';
export { splitMarker } from './marker.ts';
export { type Page, readAllPages } from './read-all-pages.ts';
export { readAddress, readCandidate } from './reported-number.ts';
export { apiKey, apiKeyThat, baseUrl, bearer, digestOf } from './settings.ts';
export { listOf, optionalText, recordId, requiredText } from './texts.ts';
export type * from './vendor.ts';
export { VendorError } from './vendor-error.ts';

/** What fakes of vendors outside this repository are made of: `phone-numbers-subgraph/vendor-fake`. See `../for-authors.ts`. */
export type * from './fake-vendor.ts';
export { detailAnswer, readBody, readValue } from './fastapi.ts';
export { type Answer, type Call, hasBasicLogin, hasBearerToken, parseJson, Refusal, readForm } from './http.ts';
export type { FakeRoute, OperationName, RoutedCall } from './routes.ts';
export { toTrunks } from './trunks.ts';

/**
 * A whole service on the fakes, and a way to them on which answers get lost or lie:
 * `phone-numbers-subgraph/vendor-testing/service`. Needs vitest.
 */
export * from '../misleading/lies.ts';
export { GRACE_SECONDS, type MisledApp, misledSettings, passGrace, startMisledApp } from '../misleading/misled-app.ts';
export type { Exchange, Lie, Way } from '../misleading/way.ts';
export {
  mutate,
  readNumber,
  readOperation,
  type ShownNumber,
  type ShownOperation,
  type ShownPayload,
  untilOperation,
} from '../mutations.ts';
export { startTestApp, type TestApp, type TestSettings } from '../test-app.ts';

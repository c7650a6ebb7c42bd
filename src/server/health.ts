import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { VendorName } from '../domain/phone-number.ts';
import type { VoiceVendor } from '../vendors/open-vendor.ts';

type HealthSettings = {
  /** Whether the database answers and every migration has been applied. */
  readonly isDatabaseReady: () => Promise<boolean>;
  /** Whether the vendors are real ones. */
  readonly mode: 'live' | 'sandbox';
  /** Whether it is about to end: other instances should be asked from now on. */
  readonly isEnding: boolean;
  readonly vendors: ReadonlyMap<VendorName, VoiceVendor>;
};

/** Health checks seldom wait longer; a call to a frozen database would take ten times as long to fail. */
const PATIENCE_MS = 2_000;

/** The process runs. */
export function answerLive(response: ServerResponse): void {
  answerJson(response, 200, { status: 'ok' });
}

/**
 * It can serve, and goes on doing so: the database answers, and nobody has told it to end. A vendor that is down is reported,
 * but takes no instance out of service.
 */
export async function answerReady(response: ServerResponse, settings: HealthSettings): Promise<void> {
  const answered = settings.isDatabaseReady().catch(() => false);
  const database = await Promise.race([answered, sleep(PATIENCE_MS, false, { ref: false })]);
  const vendors = [...settings.vendors.values()].map((vendor) => {
    const { available, failingSince, message } = vendor.health();
    return [vendor.name, { available, failingSince, message }] as const;
  });
  answerJson(response, database && !settings.isEnding ? 200 : 503, {
    status: settings.isEnding ? 'ending' : database ? 'ok' : 'unavailable',
    mode: settings.mode,
    database: database ? 'ok' : 'unavailable',
    vendors: Object.fromEntries(vendors),
  });
}

/** Sends a value as JSON, never to be cached. */
export function answerJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(JSON.stringify(value));
}

import { createHash } from 'node:crypto';
import type { VendorName } from '../../domain/phone-number.ts';

/**
 * The setting `TRUNKS` of a fake carrier: one trunk to each platform that is hosted beside it, so that numbers can be connected
 * without any setting up. `toId` makes the carrier's id of 32 hexadecimal digits that are the same for the same platform.
 */
export function toTrunks(platforms: readonly VendorName[], host: string, toId: (digest: string) => string): string {
  const login = { terminationUri: host, username: 'sandbox', password: 'sandbox-trunk' };
  const trunks = platforms.map((platform) => {
    const digest = createHash('sha256').update(platform).digest('hex').slice(0, 32);
    return [platform, { id: toId(digest), ...login }] as const;
  });
  return JSON.stringify(Object.fromEntries(trunks));
}

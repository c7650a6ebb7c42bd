import type { VendorDefinition } from './define-vendor.ts';
import { elevenLabs } from './elevenlabs/index.ts';
import { oneInbox } from './oneinbox/index.ts';
import { retell } from './retell/index.ts';
import { telnyx } from './telnyx/index.ts';
import { twilio } from './twilio/index.ts';
import { vapi } from './vapi/index.ts';
import { vogent } from './vogent/index.ts';

/** The vendors that come with this service, in the order in which they are shown. */
export const builtInVendors: readonly VendorDefinition[] = [oneInbox, vogent, vapi, retell, elevenLabs, twilio, telnyx];

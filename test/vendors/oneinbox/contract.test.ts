import { createOneInbox } from '../../../src/vendors/oneinbox/index.ts';
import { describeVendorContract } from '../../support/vendor-contract.ts';

describeVendorContract({
  name: 'ONEINBOX',
  createVendor: createOneInbox,
  baseUrl: (sandbox) => sandbox.oneinboxUrl,
  agentId: '8a0f6c1e-5d1b-4a63-9a53-0d6f2f4b7c11',
  otherAgentId: '2f6b7c0a-3a53-4a0c-8a34-51d3f0f7a922',
  carrier: 'twilio',
  unknownId: '00000000-0000-4000-8000-000000000000',
});

import { createVogent } from '../../../src/vendors/vogent/index.ts';
import { describeVendorContract } from '../../support/vendor-contract.ts';

describeVendorContract({
  name: 'VOGENT',
  createVendor: createVogent,
  baseUrl: (sandbox) => sandbox.vogentUrl,
  agentId: '9c2e7f35-1b5e-4b1e-8f2f-7a5f0d3c6b20',
  otherAgentId: 'b4d0a6f8-6c1d-4e0a-9d57-3e8f1c2a7b41',
  carrier: null,
  unknownId: '00000000-0000-4000-8000-000000000000',
});

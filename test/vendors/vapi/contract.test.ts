import { expect, it } from 'vitest';
import { vapi } from '../../../src/vendors/vapi/index.ts';
import { loadSubject } from '../../support/vendor-contract/subject.ts';
import { describeVendorContract } from '../../support/vendor-contract/vendor-contract.ts';

describeVendorContract(vapi);

it('has these abilities, which the contract has proven', async () => {
  const { capabilities } = await loadSubject(vapi);
  expect(capabilities).toEqual(['PURCHASE', 'SIP_IMPORT', 'SIP_CREATE', 'LIST', 'LINK', 'UNLINK', 'LABEL', 'RELEASE']);
});

import { expect, it } from 'vitest';
import { oneInbox } from '../../../src/vendors/oneinbox/index.ts';
import { loadSubject } from '../../support/vendor-contract/subject.ts';
import { describeVendorContract } from '../../support/vendor-contract/vendor-contract.ts';

describeVendorContract(oneInbox);

it('has these abilities, which the contract has proven', async () => {
  const { capabilities } = await loadSubject(oneInbox);
  expect(capabilities).toEqual(['SEARCH', 'PURCHASE', 'SIP_IMPORT', 'LINK', 'LABEL', 'INBOUND_ROUTING']);
});

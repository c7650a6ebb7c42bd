import { expect, it } from 'vitest';
import { vogent } from '../../../src/vendors/vogent/index.ts';
import { loadSubject } from '../../support/vendor-contract/subject.ts';
import { describeVendorContract } from '../../support/vendor-contract/vendor-contract.ts';

describeVendorContract(vogent);

it('has these abilities, which the contract has proven', async () => {
  const { capabilities } = await loadSubject(vogent);
  expect(capabilities).toEqual(['SEARCH', 'PURCHASE', 'SIP_IMPORT', 'SIP_CREATE', 'LIST', 'LINK', 'UNLINK', 'RELEASE']);
});

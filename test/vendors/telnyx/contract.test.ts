import { expect, it } from 'vitest';
import { telnyx } from '../../../src/vendors/telnyx/index.ts';
import { loadSubject } from '../../support/vendor-contract/subject.ts';
import { describeVendorContract } from '../../support/vendor-contract/vendor-contract.ts';

describeVendorContract(telnyx);

it('has these abilities, which the contract has proven', async () => {
  const { capabilities } = await loadSubject(telnyx);
  expect(capabilities).toEqual(['SEARCH', 'PURCHASE', 'LIST', 'LABEL', 'RELEASE', 'CONNECT']);
});

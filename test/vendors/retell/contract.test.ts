import { expect, it } from 'vitest';
import { retell } from '../../../src/vendors/retell/index.ts';
import { loadSubject } from '../../support/vendor-contract/subject.ts';
import { describeVendorContract } from '../../support/vendor-contract/vendor-contract.ts';

describeVendorContract(retell);

it('has these abilities, which the contract has proven', async () => {
  const { capabilities } = await loadSubject(retell);
  expect(capabilities).toEqual(['PURCHASE', 'SIP_IMPORT', 'LIST', 'LINK', 'UNLINK', 'LABEL', 'RELEASE']);
});

import { expect, it } from 'vitest';
import { twilio } from '../../../src/vendors/twilio/index.ts';
import { loadSubject } from '../../support/vendor-contract/subject.ts';
import { describeVendorContract } from '../../support/vendor-contract/vendor-contract.ts';

describeVendorContract(twilio);

it('has these abilities, which the contract has proven', async () => {
  const { capabilities } = await loadSubject(twilio);
  expect(capabilities).toEqual(['SEARCH', 'PURCHASE', 'LIST', 'LABEL', 'RELEASE', 'CONNECT']);
});

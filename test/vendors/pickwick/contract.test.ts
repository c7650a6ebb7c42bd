import { expect, it } from 'vitest';
import { loadSubject } from '../../support/vendor-contract/subject.ts';
import { describeVendorContract } from '../../support/vendor-contract/vendor-contract.ts';
import { pickwick } from './adapter/index.ts';

describeVendorContract(pickwick);

it('has these abilities, which the contract has proven', async () => {
  const { capabilities } = await loadSubject(pickwick);
  expect(capabilities).toEqual(['PURCHASE', 'LIST', 'LINK', 'UNLINK', 'LABEL', 'RELEASE']);
});

import { describeVendorContract, loadSubject } from 'phone-numbers-subgraph/vendor-testing';
import { expect, it } from 'vitest';
import { pickwick } from '../src/index.ts';

describeVendorContract(pickwick);

it('has these abilities, which the contract has proven', async () => {
  const { capabilities } = await loadSubject(pickwick);
  expect(capabilities).toEqual(['PURCHASE', 'LIST', 'LINK', 'UNLINK', 'LABEL', 'RELEASE']);
});

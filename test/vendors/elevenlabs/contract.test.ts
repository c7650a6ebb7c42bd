import { expect, it } from 'vitest';
import { elevenLabs } from '../../../src/vendors/elevenlabs/index.ts';
import { loadSubject } from '../../support/vendor-contract/subject.ts';
import { describeVendorContract } from '../../support/vendor-contract/vendor-contract.ts';

describeVendorContract(elevenLabs);

it('has these abilities, which the contract has proven', async () => {
  const { capabilities } = await loadSubject(elevenLabs);
  expect(capabilities).toEqual(['SIP_IMPORT', 'LIST', 'LINK', 'UNLINK', 'LABEL', 'RELEASE']);
});

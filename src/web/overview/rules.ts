import type { VendorFragment } from './generated/documents.ts';

const COUNTRY = /^[A-Za-z]{2}$/;
const NORTH_AMERICAN_AREA_CODE = /^\d{3}$/;

/** Where a number should be, and what should be in it. */
export type Place = { readonly country: string; readonly areaCode: string; readonly contains: string };

/** Why nothing can be changed at a vendor now; null where it answers. */
export function whyNot({ available, title }: VendorFragment): string | null {
  return available ? null : `${title} does not answer now.`;
}

/** Whether a person chooses a number of the stock, or the vendor does. */
export function letsChoose({ rules, capabilities }: VendorFragment): boolean {
  return rules.choosesNumber && capabilities.includes('SEARCH');
}

/** What is wrong with an agent's id, before it is sent; null where nothing is. */
export function whyNotAgent(agentId: string, { title, rules }: VendorFragment): string | null {
  if (agentId === '') return 'Give the agent’s id.';
  if (rules.agentIdPattern === null) return null;
  return new RegExp(`^(?:${rules.agentIdPattern})$`, 'i').test(agentId)
    ? null
    : `${title} writes the ids of its agents otherwise.`;
}

/** What is missing of a place, or cannot be right at this vendor, by field. */
export function whyNotPlace({ title, rules }: VendorFragment, { country, areaCode, contains }: Place) {
  const isNorthAmerican = ['US', 'CA'].includes(country.toUpperCase());
  const code = areaCode.trim();
  const digits = contains.trim();
  return {
    ...(!COUNTRY.test(country) && { country: 'Two letters, such as US.' }),
    ...(code === '' && rules.areaCode === 'REQUIRED' && { areaCode: `${title} needs one.` }),
    ...(code !== '' && isNorthAmerican && !NORTH_AMERICAN_AREA_CODE.test(code) && { areaCode: '3 digits.' }),
    ...(digits !== '' &&
      rules.contains !== null &&
      !new RegExp(`^(?:${rules.contains.pattern})$`).test(digits) && { contains: `Not as ${title} takes it.` }),
  };
}

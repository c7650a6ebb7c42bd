import type { NumberFilter, NumberOrder } from '../../src/registry/registry.ts';
import { RARE_WORD } from './numbers.ts';

/** What lists are narrowed by: each member by itself, those that are often asked for together, and texts from rare to common. */
export const filters: readonly (readonly [name: string, filter: NumberFilter])[] = [
  ['none', {}],
  ['vendors, one of two', { vendors: ['ONEINBOX'] }],
  ['vendors, both', { vendors: ['ONEINBOX', 'VOGENT'] }],
  ['kind: PSTN', { kind: 'PSTN' }],
  ['kind: SIP', { kind: 'SIP' }],
  ['linked', { linked: true }],
  ['not linked', { linked: false }],
  ['country: US', { country: 'US' }],
  ['country: LU', { country: 'LU' }],
  ['statuses: INACTIVE', { statuses: ['INACTIVE'] }],
  ['statuses: RELEASED', { statuses: ['RELEASED'] }],
  ['agent of 1 in 300', { agentId: 'agent-0' }],
  ['agent of few', { agentId: 'agent-2' }],
  ['vendor, not linked', { vendors: ['VOGENT'], linked: false }],
  ['vendor, country', { vendors: ['VOGENT'], country: 'GB' }],
  ['country, kind, linked', { country: 'DE', kind: 'PSTN', linked: true }],
  ['startsWith, common', { startsWith: '+1' }],
  ['startsWith, 1 in 12', { startsWith: '+44' }],
  ['startsWith, rare', { startsWith: '+12125550' }],
  ['contains, common', { contains: 'desk' }],
  ['contains, 1 in 100', { contains: 'front desk' }],
  ['contains, rare', { contains: RARE_WORD }],
  ['contains, digits', { contains: '5551234' }],
  ['contains, vendor', { contains: 'desk', vendors: ['ONEINBOX'] }],
];

export const orders: readonly NumberOrder[] = ['CREATED_AT_DESC', 'ADDRESS_ASC', 'LABEL_ASC'];

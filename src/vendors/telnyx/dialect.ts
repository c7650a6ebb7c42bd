import { commonDialect, type Dialect } from '../error-reading.ts';

/** How Telnyx words its refusals: as JSON:API does (errors page, 2026). The codes of orders are on no page. */
export const dialect: Dialect = {
  ...commonDialect,
  memberNames: {
    phone_number: 'number',
    phone_numbers: 'number',
    customer_reference: 'label',
    country_code: 'country',
    national_destination_code: 'areaCode',
  },
};

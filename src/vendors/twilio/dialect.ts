import { commonDialect, type Dialect } from '../error-reading.ts';

/**
 * How Twilio words its refusals. It asks not to go by its codes, as it keeps splitting them; one alone is known to say of the
 * asked number that somebody else has it (error page 21422, 2026-07).
 */
export const dialect: Dialect = {
  ...commonDialect,
  unavailableCodes: ['21422'],
};

/** What somebody may do, as tokens say it. */
export const scopes = [
  'numbers:read',
  'numbers:write',
  'numbers:route',
  'numbers:purchase',
  'numbers:operate',
] as const;

export type Scope = (typeof scopes)[number];

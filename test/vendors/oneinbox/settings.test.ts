import { expect, it } from 'vitest';
import { mistakesOf } from '../../support/config-mistakes.ts';

it('a publishable key is refused, without repeating it', () => {
  const mistakes = mistakesOf({ ONEINBOX_API_KEY: 'oi_pk_sesame' });
  expect(mistakes).toEqual([expect.stringContaining('- ONEINBOX_API_KEY is a publishable key')]);
  expect(mistakes.join()).not.toContain('sesame');
});

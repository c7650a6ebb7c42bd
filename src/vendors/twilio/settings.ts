import { z } from 'zod';
import type { Secret } from '../../domain/secret.ts';
import { apiKey, baseUrl, basicLogin, trunks } from '../settings.ts';

const sid = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}[\\da-fA-F]{32}$`), `must be ${prefix} and 32 hexadecimal digits`);

/** The settings of an account: its id, and one of the two kinds of login that Twilio takes. */
export const settings = z
  .object({
    ACCOUNT_SID: sid('AC').meta({ description: 'The id of the Twilio account (`AC…`), or of a subaccount.' }),
    API_KEY: sid('SK').optional().meta({
      description: 'The id of an API key of that account (`SK…`), which Twilio recommends.',
      unset: '`TWILIO_AUTH_TOKEN` is used',
    }),
    API_KEY_SECRET: apiKey
      .optional()
      .meta({ description: 'The secret of that API key.', unset: 'as `TWILIO_API_KEY`' }),
    AUTH_TOKEN: apiKey.optional().meta({
      description: 'The token of the account itself, for trying things out. Not looked at where there is an API key.',
      unset: 'an API key is needed',
    }),
    TRUNKS: trunks('Twilio'),
    BASE_URL: baseUrl('https://api.twilio.com').meta({ description: 'Where Twilio is called.' }),
    PRICING_URL: baseUrl('https://pricing.twilio.com').meta({ description: 'Where its prices are read.' }),
  })
  .superRefine(({ API_KEY, API_KEY_SECRET, AUTH_TOKEN }, { addIssue }) => {
    const miss = (name: string, message: string) => addIssue({ code: 'custom', path: [name], message });
    if (API_KEY !== undefined && API_KEY_SECRET === undefined)
      miss('API_KEY_SECRET', 'is missing: set it too, since TWILIO_API_KEY is set');
    else if (API_KEY === undefined && API_KEY_SECRET !== undefined)
      miss('API_KEY', 'is missing: set it too, since TWILIO_API_KEY_SECRET is set');
    else if (API_KEY === undefined && AUTH_TOKEN === undefined)
      miss('API_KEY', 'is missing: set it and TWILIO_API_KEY_SECRET, or TWILIO_AUTH_TOKEN');
  });

/** What `settings` gives. */
export type TwilioSettings = z.infer<typeof settings>;

/** The login of the requests, and all of it that must never be shown. */
export function loginOf({ ACCOUNT_SID, API_KEY, API_KEY_SECRET, AUTH_TOKEN }: TwilioSettings): {
  readonly authorization: Secret<string>;
  readonly secrets: readonly Secret<string>[];
} {
  const [user, password] = API_KEY === undefined ? [ACCOUNT_SID, AUTH_TOKEN] : [API_KEY, API_KEY_SECRET];
  if (password === undefined) throw new Error('An account of Twilio has no login.');
  const authorization = basicLogin(user, password);
  return { authorization, secrets: [password, authorization] };
}

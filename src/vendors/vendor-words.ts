import { z } from 'zod';
import { redact } from './redact.ts';

const MAX_LENGTH = 300;

/** What a vendor says about a refusal, fit for the public, and the member of our input it blames. */
export type VendorWords = { readonly text: string | null; readonly member: string | null };

type ReadingAid = {
  /** What was sent along and must not come back. */
  readonly secrets: readonly string[];
  /** The vendor's names of members to ours. */
  readonly memberNames: Readonly<Record<string, string>>;
};

const part = z.union([z.string(), z.number()]);
const complaint = z.object({
  msg: z.string().nullish().catch(null),
  message: z.string().nullish().catch(null),
  loc: z.array(part).nullish().catch(null),
  path: z.array(part).nullish().catch(null),
  field: z.string().nullish().catch(null),
});
type Complaint = z.infer<typeof complaint>;

const text = z.string().transform((message): Complaint => ({ message }));
const anyComplaint = z.union([text, complaint]).catch({});
const complaints = z.union([z.array(anyComplaint), anyComplaint.transform((only) => [only])]).nullish();

// Hardly any vendor describes its errors. These are the usual members, the most telling first; any other may echo
// what was sent and is left where it is.
const errorBody = z
  .object({ detail: complaints, errors: complaints, message: complaints, error: complaints })
  .catch({ detail: null, errors: null, message: null, error: null });

/** Reads the body of a refusal, whatever its shape; `text` is null where it says nothing that can be shown. */
export function readVendorWords(body: unknown, { secrets, memberNames }: ReadingAid): VendorWords {
  const { detail, errors, message, error } = errorBody.parse(typeof body === 'string' ? { message: body } : body);
  for (const said of [detail, errors, message, error]) {
    const members = (said ?? []).map((item) => memberOf(item, memberNames));
    const texts = (said ?? []).map((item, at) => {
      const text = item.msg || item.message || '';
      return text !== '' && members[at] ? `${text} (${members[at]})` : text;
    });
    const text = texts.filter((given) => given !== '').join('; ');
    if (text === '') continue;
    const shown = redact(text, secrets)?.replace(/\s+/g, ' ').trim().slice(0, MAX_LENGTH);
    return { text: shown || null, member: members.find((member) => member !== null) ?? null };
  }
  return { text: null, member: null };
}

// The first part with a name of ours: `inbound_routing.agent_id` is about the routing.
function memberOf(item: Complaint, names: ReadingAid['memberNames']): string | null {
  const path = item.loc ?? item.path ?? item.field?.split('.') ?? [];
  const known = path.find((name) => Object.hasOwn(names, name));
  return known === undefined ? null : (names[known] ?? null);
}

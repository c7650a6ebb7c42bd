import { z } from 'zod';
import type { Secret } from '../domain/secret.ts';
import { redact } from './redact.ts';

const MAX_LENGTH = 300;
// What is looked at: the patterns for words take long for texts that nobody would write.
const MAX_COMPLAINT = 2_000;
const MAX_COMPLAINTS = 50;

/** What a vendor says about a refusal. */
export type VendorWords = {
  /** Fit for the public; null where it says nothing, or nothing that can be shown. */
  readonly text: string | null;
  /** Its complaints one by one, as they came: to be understood, never shown. Empty where it gives no reason. */
  readonly complaints: readonly string[];
  /** Its own code for the refusal, where it gives one. */
  readonly code: string | null;
  /** The member of our input that it blames. */
  readonly member: string | null;
};

type ReadingAid = {
  /** What was sent along and must not come back. */
  readonly secrets: readonly (string | Secret<string>)[];
  /** The vendor's names of members to ours. */
  readonly memberNames: Readonly<Record<string, string>>;
};

/** One complaint: its words, and the path to what it is about. `name` is shown where the words alone would say too little. */
type Complaint = { readonly words: string; readonly path: readonly (string | number)[]; readonly name?: string };

const optionalText = z.string().nullish().catch(null);
const path = z
  .array(z.union([z.string(), z.number()]))
  .nullish()
  .catch(null);
const plain = z.string().transform((words): Complaint => ({ words: bound(words), path: [] }));
/** Where JSON:API says what is wrong: `/phone_numbers/0/phone_number`, or the name of a parameter. */
const source = z
  .object({ pointer: optionalText, parameter: optionalText })
  .transform(({ pointer, parameter }) => pointer?.split('/') ?? parameter?.split(/[[\]]+/))
  .nullish()
  .catch(null);
const described = z
  .object({
    ...{ msg: optionalText, message: optionalText, detail: optionalText, title: optionalText },
    ...{ loc: path, path, field: optionalText, source },
  })
  .transform(
    ({ msg, message, detail, title, loc, path: way, field, source: place }): Complaint => ({
      words: bound(msg || message || detail || title || ''),
      path: loc ?? way ?? field?.split('.') ?? place ?? [],
    }),
  );
const complaint = z.union([plain, described]).catch({ words: '', path: [] });
const few = z.array(z.unknown()).transform((all) => all.slice(0, MAX_COMPLAINTS));
const complaints = z.union([few.pipe(z.array(complaint)), complaint.transform((only) => [only])]).nullish();

// Hardly any vendor describes its errors. These are the usual members, the most telling first.
const usualBody = z
  .object({ detail: complaints, errors: complaints, message: complaints, error: complaints })
  .catch({ detail: null, errors: null, message: null, error: null });

const bodyWithCode = z
  .object({ code: z.union([z.string(), z.number().transform(String)]) })
  .transform(({ code }) => code)
  .nullable()
  .catch(null);

const texts = z.union([z.string().transform((only) => [only]), z.array(z.string())]).catch([]);
/** `{ country: 'Is required.' }`, or lists of texts: the names are those of members that were sent. */
const byMember = z.record(z.string(), texts).catch({});
const bodyByMember = z
  .object({ detail: byMember, errors: byMember, error: byMember })
  .catch({ detail: {}, errors: {}, error: {} });
/** Members of an error that are never those of an input. */
const aside =
  /^(id|(request|trace|correlation)[-_]?id|detail|errors?|status|status[-_]?code|code|type|title|time|timestamp|path|url)$/i;
const isSaying = /\b[a-z]{3,}\b/i;

/** What only puts the status into words gives no reason. */
const statusInWords =
  /^\W*((http )?(error )?\d+\W*)?((an? )?(error|failed|failure|bad request|unauthori[sz]ed|forbidden|not found|conflict|gone|unprocessable (entity|content)|request failed( with status code \d+)?|client error))?\W*$/i;

/** White space, and what steers a terminal or turns a text around: vendors' words are printed as they are kept. */
const STEERING = /[\s\p{Cc}\p{Bidi_Control}]+/gu;

/** Reads the body of a refusal, whatever its shape. */
export function readVendorWords(body: unknown, { secrets, memberNames }: ReadingAid): VendorWords {
  const code = bodyWithCode.parse(body);
  let member: string | null = null;
  for (const said of complaintsIn(body)) {
    const read = said.map(({ words, path: way, name }) => ({
      words: words.trim(),
      member: memberOf(way, memberNames),
      name,
    }));
    member ??= read.find((each) => each.member !== null)?.member ?? null;
    const given = read.filter(({ words }) => words !== '' && !statusInWords.test(words.replaceAll('_', ' ')));
    if (given.length === 0) continue;
    const sentences = given.map(({ words, member: blamed, name }) => {
      const about = blamed ?? name;
      return about === undefined ? words : `${words} (${about})`;
    });
    const shown = redact(sentences.join('; '), secrets)?.replace(STEERING, ' ').trim();
    return { text: cut(shown ?? '') || null, complaints: given.map(({ words }) => words), code, member };
  }
  return { text: null, complaints: [], code, member };
}

/** The complaints that a body may mean, the most telling first. */
function* complaintsIn(body: unknown): Generator<readonly Complaint[]> {
  const isBare = typeof body === 'string' || Array.isArray(body);
  const { detail, errors, message, error } = usualBody.parse(isBare ? { message: body } : body);
  for (const said of [detail, errors, message, error]) yield said ?? [];
  // Any other member may echo what was sent: they are read only where nothing else says why.
  const named = bodyByMember.parse(body);
  for (const said of [named.detail, named.errors, named.error, byMember.parse(body)]) yield toComplaints(said);
}

function toComplaints(said: Readonly<Record<string, readonly string[]>>): Complaint[] {
  return Object.entries(said)
    .filter(([name]) => !aside.test(name))
    .slice(0, MAX_COMPLAINTS)
    .flatMap(([name, all]) =>
      all.slice(0, MAX_COMPLAINTS).map((words) => ({ words: bound(words), path: name.split('.'), name })),
    )
    .filter(({ words }) => isSaying.test(words));
}

/** Not in the middle of a word: half of a key would not be found in it. */
function bound(words: string): string {
  return words.length <= MAX_COMPLAINT ? words : words.slice(0, MAX_COMPLAINT).replace(/\S*$/, '');
}

/** Never in the middle of a character. */
function cut(text: string): string {
  return text.slice(0, MAX_LENGTH).toWellFormed();
}

// The first part with a name of ours: `inbound_routing.agent_id` is about the routing.
function memberOf(way: Complaint['path'], names: ReadingAid['memberNames']): string | null {
  const known = way.find((name) => Object.hasOwn(names, name));
  return known === undefined ? null : (names[known] ?? null);
}

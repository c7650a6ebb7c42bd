import { distance } from 'fastest-levenshtein';
import type { VendorDefinition } from '../vendors/define-vendor.ts';
import { variablesOf } from './vendor-settings.ts';

/** Kubernetes sets these for every service of a namespace: one called after a vendor begins like its variables. */
const KUBERNETES = /_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT(_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)$/;
/** Many programs read the first, and a log level that is not ours does no harm; `csh` sets the second for every process. */
const OF_OTHERS = new Set(['LOGLEVEL', 'VENDOR']);

/** Shorter names are like too many others: `POST`, `HOSTS`. */
const MIN_LETTERS = 7;
const MIN_LETTERS_FOR_TWO = 14;

/** Whether a variable begins like those of a vendor, and is not one that Kubernetes sets. */
export function isOfVendor(name: string, vendors: readonly VendorDefinition[]): boolean {
  const upper = name.toUpperCase();
  return vendors.some((vendor) => upper.startsWith(`${vendor.name}_`)) && !KUBERNETES.test(upper);
}

/** The variable that was probably meant by a name that is not one of `known`; null where it looks like none of them. */
export function findMeant(name: string, known: readonly string[], vendors: readonly VendorDefinition[]): string | null {
  const upper = name.toUpperCase();
  if (known.includes(upper)) return upper;
  if (KUBERNETES.test(upper) || OF_OTHERS.has(upper)) return null;
  return findByLetters(upper, known) ?? findByWordsOfVendor(upper, vendors) ?? findShortened(upper, known);
}

/** A letter wrong, missing or too many, or two of them swapped; in a long name also two. Underscores do not count. */
function findByLetters(upper: string, known: readonly string[]): string | null {
  const letters = lettersOf(upper);
  const isNear = (candidate: string): boolean => {
    const wanted = lettersOf(candidate);
    if (wanted.length < MIN_LETTERS) return false;
    if (letters === wanted) return true;
    // `DATA_DIR_2` and `TEST_DATABASE_URL` are spelt as somebody wanted them.
    if (upper.startsWith(`${candidate}_`) || upper.endsWith(`_${candidate}`)) return false;
    const steps = distance(letters, wanted);
    const isSwap = steps === 2 && sorted(letters) === sorted(wanted);
    return steps <= (wanted.length < MIN_LETTERS_FOR_TWO ? 1 : 2) || isSwap;
  };
  const near = known.filter(isNear);
  const steps = (candidate: string) => distance(letters, lettersOf(candidate));
  return near.toSorted((one, other) => steps(one) - steps(other))[0] ?? null;
}

/** As `<NAME>_KEY` and `<NAME>_API_KEY_PATH`: a word missing, or one too many. */
function findByWordsOfVendor(upper: string, vendors: readonly VendorDefinition[]): string | null {
  for (const vendor of vendors) {
    const prefix = `${vendor.name}_`;
    if (!upper.startsWith(prefix)) continue;
    const words = wordsOf(upper, prefix);
    const meant = variablesOf(vendor).find((variable) => {
      const wanted = wordsOf(variable, prefix);
      return words.every((word) => wanted.includes(word)) || wanted.every((word) => words.includes(word));
    });
    if (meant !== undefined) return meant;
  }
  return null;
}

/** `PURCHASE_LIMIT`: the first words of a longer name. */
function findShortened(upper: string, known: readonly string[]): string | null {
  return upper.includes('_') ? (known.find((candidate) => candidate.startsWith(`${upper}_`)) ?? null) : null;
}

function wordsOf(name: string, prefix: string): string[] {
  return name.slice(prefix.length).split('_');
}

function lettersOf(name: string): string {
  return name.replaceAll('_', '');
}

function sorted(letters: string): string {
  return [...letters].toSorted().join('');
}

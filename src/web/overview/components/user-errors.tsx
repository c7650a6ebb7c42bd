import type { UserErrorFragment } from '../generated/documents.ts';
import { WithAddresses } from './address.tsx';

/** Always the same, as a new one would be news. */
export const noUserErrors: readonly UserErrorFragment[] = [];

type UserErrorsProps = {
  readonly userErrors: readonly UserErrorFragment[];
  /** Why there was no answer at all; null where there was. */
  readonly failure?: string | null;
  /** The fields that show what is wrong with them themselves. */
  readonly fields?: readonly string[];
  /** Whether money is at stake, so that it is said what became of it. */
  readonly isPaid?: boolean;
  /** Sends the same again; offered only where that may help. */
  readonly onRepeat?: (() => void) | undefined;
  /** Takes one of what would do instead. */
  readonly onSuggestion?: ((suggestion: string) => void) | undefined;
};

/** What is wrong with a change, above the button that caused it; nothing where all is well. */
export function UserErrors(props: UserErrorsProps) {
  const { userErrors, failure = null, fields = [], isPaid = false, onRepeat, onSuggestion } = props;
  const shown = userErrors.filter(({ field }) => !fields.includes(field?.at(-1) ?? ''));
  if (shown.length === 0 && failure === null) return null;
  const suggestions = [...new Set(userErrors.flatMap((error) => error.suggestions))];
  const charges = new Set(userErrors.map(({ charged }) => charged));
  const mayRepeat = failure !== null || shown.every(({ retryable }) => retryable);
  return (
    <div className="errors" role="alert">
      {failure !== null && <p>{failure}</p>}
      {shown.map(({ message }) => (
        <p key={message}>
          <WithAddresses>{message}</WithAddresses>
        </p>
      ))}
      {isPaid && charges.has('UNKNOWN') && <p>It may have been charged.</p>}
      {isPaid && userErrors.length > 0 && [...charges].every((charged) => charged === 'NO') && (
        <p>Nothing was charged.</p>
      )}
      {(suggestions.length > 0 || (mayRepeat && onRepeat)) && (
        <p className="foot">
          {onSuggestion &&
            suggestions.map((suggestion) => (
              <button key={suggestion} type="button" className="btn" onClick={() => onSuggestion(suggestion)}>
                {suggestion}
              </button>
            ))}
          {mayRepeat && onRepeat && (
            <button type="button" className="btn" onClick={onRepeat}>
              Try again
            </button>
          )}
        </p>
      )}
    </div>
  );
}

/** What the service says is wrong with one field of the input. */
export function wrongWith(userErrors: readonly UserErrorFragment[], field: string): string[] {
  return userErrors.filter((error) => error.field?.at(-1) === field).map(({ message }) => message);
}

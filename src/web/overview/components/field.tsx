import { type ReactNode, type RefObject, useEffect, useId } from 'react';

/** What ties an input to its label, its hint and what is wrong with it. */
export type Tied = {
  readonly id: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid': boolean;
};

type FieldProps = {
  readonly label: ReactNode;
  /** What is wrong with what was typed: as the service worded it, or as its rules say. */
  readonly wrong?: readonly string[];
  readonly hint?: ReactNode;
  readonly children: (tied: Tied) => ReactNode;
};

/** An input with its label above, and below it what is wrong, or a hint. */
export function Field({ label, wrong = [], hint, children }: FieldProps) {
  const id = useId();
  const isWrong = wrong.length > 0;
  const described = [...(isWrong ? [`${id}-wrong`] : []), ...(hint ? [`${id}-hint`] : [])].join(' ');
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-invalid': isWrong, ...(described !== '' && { 'aria-describedby': described }) })}
      {isWrong && (
        <p className="wrong" id={`${id}-wrong`}>
          {wrong.join(' ')}
        </p>
      )}
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

const NOTHING: object = {};

/**
 * Leads to the first field that something is wrong with, each time there is something new: as the service has answered, or as
 * the page finds before anything is sent.
 */
export function useFocusOnWrong(form: RefObject<HTMLElement | null>, answered: object, found: object = NOTHING): void {
  useEffect(() => {
    const isWrong = [answered, found].some((wrong) => Object.keys(wrong).length > 0);
    if (isWrong) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [form, answered, found]);
}

import type { ReactNode } from 'react';
import type { Stage } from '../pursue.ts';
import { chargeOf } from '../words.ts';
import { Address, WithAddresses } from './address.tsx';
import { Facts } from './facts.tsx';
import { Icon } from './icon.tsx';
import { Steps } from './steps.tsx';

type OutcomeProps = {
  readonly stage: Stage;
  /** What is being done, and what has been. */
  readonly words: readonly [doing: string, done: string];
  readonly vendor: string;
  /** Null where the vendor chooses. */
  readonly address: string | null;
  /** What may be done next, once it has ended. */
  readonly children?: ReactNode;
};

/**
 * How something stands that was sent with a key. That its outcome is unknown is no error: it says what is known, what happens
 * next, and that nothing need be done, and turns into what became of it in place.
 */
export function Outcome({ stage, words, vendor, address, children }: OutcomeProps) {
  const [doing, done] = words;
  const number = address === null ? 'a number' : <Address>{address}</Address>;
  switch (stage.at) {
    case 'sent':
      return (
        <Told
          glyph="wait"
          title={
            <>
              {doing} {number}
            </>
          }
        >
          <p>It was sent to {vendor}. Most answers take seconds.</p>
        </Told>
      );
    case 'unanswered':
      return (
        <Told glyph="wait" title="No answer yet">
          <p>{stage.why}</p>
          <p>It is kept in this tab, and sent again by itself. However often it is sent, it is done once.</p>
        </Told>
      );
    case 'refused':
      return (
        <Told glyph="fail" title={`Not ${done.toLowerCase()}`}>
          {stage.userErrors.map(({ message }) => (
            <p key={message}>
              <WithAddresses>{message}</WithAddresses>
            </p>
          ))}
          {children}
        </Told>
      );
    case 'open':
      return <Open stage={stage} vendor={vendor} number={number} done={done} />;
    case 'ended':
      return (
        <Ended stage={stage} done={done} address={address}>
          {children}
        </Ended>
      );
  }
}

type OpenProps = {
  readonly stage: Extract<Stage, { at: 'open' }>;
  readonly vendor: string;
  readonly number: ReactNode;
  readonly done: string;
};

function Open({ stage: { operation }, vendor, number, done }: OpenProps) {
  const needsPerson = operation.status === 'NEEDS_ATTENTION';
  return (
    <Told
      glyph={needsPerson ? 'warn' : 'wait'}
      title={needsPerson ? 'Outcome unknown: a person has to look' : 'Outcome unknown, being reconciled'}
    >
      {needsPerson ? (
        <p>
          No call to {vendor} can tell whether {number} was {done.toLowerCase()}. Look in {vendor}’s dashboard, then
          settle it at the top of this page.
        </p>
      ) : (
        <>
          <p>
            {vendor} has not told yet whether {number} was {done.toLowerCase()}. The service asks {vendor}, and this
            page shows the result when it is known, usually within minutes.
          </p>
          <p>
            You need do nothing, and may close this: it stays under Recent operations, also after a reload. Do nothing
            else in its place before then.
          </p>
        </>
      )}
      <Steps operation={operation} />
      <Facts
        facts={{
          Charge: chargeOf(operation),
          'Idempotency key': <span className="id">{operation.idempotencyKey}</span>,
        }}
      />
    </Told>
  );
}

type EndedProps = {
  readonly stage: Extract<Stage, { at: 'ended' }>;
  readonly done: string;
  readonly address: string | null;
  readonly children: ReactNode;
};

function Ended({ stage: { operation }, done, address, children }: EndedProps) {
  const { status, userErrors, phoneNumber } = operation;
  const isDone = status === 'SUCCEEDED';
  const number = phoneNumber?.address ?? address;
  return (
    <Told
      glyph={isDone ? 'done' : 'fail'}
      title={
        isDone ? (
          <>
            {done} {number === null ? '' : <Address>{number}</Address>}
          </>
        ) : (
          `Not ${done.toLowerCase()}, ${chargeOf(operation)}`
        )
      }
    >
      {userErrors.map(({ message }) => (
        <p key={message}>
          <WithAddresses>{message}</WithAddresses>
        </p>
      ))}
      {children}
    </Told>
  );
}

type ToldProps = {
  readonly glyph: 'wait' | 'warn' | 'fail' | 'done';
  readonly title: ReactNode;
  readonly children: ReactNode;
};

function Told({ glyph, title, children }: ToldProps) {
  return (
    <div className={`outcome ${glyph}`}>
      <h3>
        <Icon glyph={glyph} />
        <span>{title}</span>
      </h3>
      {children}
    </div>
  );
}

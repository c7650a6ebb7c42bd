import { useEffect, useEffectEvent } from 'react';

/** Hands on each answer once, when it has come; null while there is none. */
export function useHandOn<Value>(answer: Value | null, handOn: (answer: Value) => void): void {
  const handOnNow = useEffectEvent(handOn);
  useEffect(() => {
    if (answer !== null) handOnNow(answer);
  }, [answer]);
}

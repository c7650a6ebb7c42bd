import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { forget, type Kept, keep, keyOf, readKept } from './kept.ts';
import { pursue, type Stage } from './pursue.ts';
import { askAgain } from './use-query.ts';

/** Something that was sent with a key, and how it stands. */
export type Entry = {
  readonly kept: Kept;
  readonly stage: Stage;
  /** Whether it took longer than its answer, or was begun before this page was loaded: then a person follows it. */
  readonly isFollowed: boolean;
};

/** What this tab has under way. */
export type KeptKeys = {
  readonly entries: readonly Entry[];
  /** Keeps it, and sends it. Throws where the browser keeps nothing. */
  begin(kept: Kept): void;
  /** Is done with one that has ended. */
  dismiss(key: string): void;
};

type Settings = {
  /** Is told of each that has ended. */
  readonly onEnd: (kept: Kept, stage: Stage) => void;
};

/** Goes on with what an earlier load of the page has begun, and with what is begun here, to the end. */
export function useKeptKeys({ onEnd }: Settings): KeptKeys {
  const [entries, setEntries] = useState<readonly Entry[]>(() =>
    readKept().map((kept) => ({ kept, stage: { at: 'sent' }, isFollowed: true })),
  );
  const runs = useRef(new Map<string, AbortController>());
  const tell = useRef(onEnd);
  tell.current = onEnd;

  async function follow(kept: Kept) {
    const key = keyOf(kept);
    const leaving = new AbortController();
    runs.current.get(key)?.abort();
    runs.current.set(key, leaving);
    let known: Stage['at'] = 'sent';
    for await (const stage of pursue(kept, leaving.signal)) {
      const hasEnded = stage.at === 'ended' || stage.at === 'refused';
      if (hasEnded) forget(key);
      const becomesFollowed = stage.at === 'open' || stage.at === 'unanswered';
      setEntries((all) =>
        all.map((entry) =>
          keyOf(entry.kept) === key ? { ...entry, stage, isFollowed: entry.isFollowed || becomesFollowed } : entry,
        ),
      );
      if (hasEnded) tell.current(kept, stage);
      // Once for what is news: it is looked at every two seconds, and lists must not move as often.
      if (stage.at !== known) askAgain();
      known = stage.at;
    }
  }

  // What an earlier load has begun is taken up once.
  const takeUp = useEffectEvent(() => {
    for (const { kept } of entries) void follow(kept);
  });
  useEffect(() => {
    const { current } = runs;
    takeUp();
    return () => {
      for (const run of current.values()) run.abort();
    };
  }, []);

  return {
    entries,
    begin(kept) {
      keep(kept);
      setEntries((all) => [
        ...all.filter((entry) => !isSame(entry, kept)),
        // One that a person follows goes on where they do.
        { kept, stage: { at: 'sent' }, isFollowed: all.some((entry) => isSame(entry, kept) && entry.isFollowed) },
      ]);
      void follow(kept);
    },
    dismiss: (key) => setEntries((all) => all.filter((entry) => keyOf(entry.kept) !== key)),
  };
}

function isSame(entry: Entry, kept: Kept): boolean {
  return keyOf(entry.kept) === keyOf(kept);
}

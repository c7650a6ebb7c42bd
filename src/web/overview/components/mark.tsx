import type { ReactNode } from 'react';
import type { Glyph, Tone } from '../words.ts';
import { Icon } from './icon.tsx';

type MarkProps = { readonly glyph: Glyph; readonly tone: Tone; readonly children: ReactNode };

/** A state: never a colour alone, but a glyph and a word with it. */
export function Mark({ glyph, tone, children }: MarkProps) {
  return (
    <span className={`mark ${tone}`}>
      <Icon glyph={glyph} />
      <span>{children}</span>
    </span>
  );
}

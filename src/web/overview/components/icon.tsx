import type { Glyph } from '../words.ts';

/** One of the glyphs of the sprite in the page. */
export function Icon({ glyph }: { readonly glyph: Glyph }) {
  return (
    <svg className="i" aria-hidden="true">
      <use href={`#s-${glyph}`} />
    </svg>
  );
}

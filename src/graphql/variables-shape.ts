import { typenameOf } from './entities.ts';
import { isByAddress } from './references.ts';

/** Cursors are longer, and names of orders and vendors shorter. */
const MAX_TEXT = 64;
/** Texts to look for are refused where they are longer: see `arguments.ts`. */
const MAX_UNREFUSED_TEXT = 255;
/** Of a hundred ways to ask for each document that is kept, this is remembered. */
const MAX_SHAPE = 500;

/**
 * A text that is the same for variables that cost the same: of long texts it tells which are the same, and how long the longest
 * are; of representations how many of each type there are. Null where it would be too long to be worth it.
 */
export function shapeOf(variables: Readonly<Record<string, unknown>>): string | null {
  const longTexts: string[] = [];
  let shape = '';

  function add(value: unknown): boolean {
    // Checked before it goes deeper: each level adds to the shape, and values may nest as deep as a body is long.
    if (shape.length > MAX_SHAPE) return false;
    if (typeof value === 'string') shape += value.length > MAX_TEXT ? nameOf(value) : JSON.stringify(value);
    else if (Array.isArray(value)) {
      shape += '[';
      if (value.length > 0 && value.every((entry) => typeof typenameOf(entry) === 'string')) addRepresentations(value);
      else if (!value.every(add)) return false;
      shape += ']';
    } else if (typeof value === 'object' && value !== null) {
      shape += '{';
      for (const [name, member] of Object.entries(value)) {
        shape += `${JSON.stringify(name)}:`;
        if (!add(member)) return false;
      }
      shape += '}';
    } else shape += String(value);
    shape += ',';
    return shape.length <= MAX_SHAPE;
  }

  function nameOf(text: string): string {
    const index = longTexts.indexOf(text);
    const name = `t${index < 0 ? longTexts.push(text) - 1 : index}`;
    return text.length > MAX_UNREFUSED_TEXT ? `${name}(${text.length})` : name;
  }

  function addRepresentations(representations: readonly unknown[]): void {
    const counts = new Map<string, number>();
    for (const one of representations) {
      const kind = `${JSON.stringify(typenameOf(one))}${isByAddress(one) ? '@' : ''}`;
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    for (const [kind, count] of counts) shape += `${kind}*${count},`;
  }

  return add(variables) ? shape : null;
}

import type { ReactNode } from 'react';

// Told apart from the elements: on phones these are shown as cards, and browsers then take them for no table any more.
const table = { role: 'table' };
const rowgroup = { role: 'rowgroup' };
const row = { role: 'row' };
const columnheader = { role: 'columnheader' };
const rowheader = { role: 'rowheader' };
const cell = { role: 'cell' };

type CardsProps = {
  readonly className: string;
  /** The id of the heading that names it. */
  readonly labelledBy: string;
  /** The columns; those of figures stand at the right. */
  readonly columns: readonly (string | { readonly figures: string })[];
  readonly children: ReactNode;
  readonly foot?: ReactNode;
};

/** A table with columns of fixed widths, which becomes a list of cards where there is no room for it. */
export function Cards({ className, labelledBy, columns, children, foot }: CardsProps) {
  return (
    <table {...table} className={`cards ${className}`} aria-labelledby={labelledBy}>
      <thead {...rowgroup}>
        <tr {...row}>
          {columns.map((column) => {
            const [name, at] = typeof column === 'string' ? [column, undefined] : [column.figures, 'r'];
            return (
              <th key={name} {...columnheader} scope="col" className={at}>
                {name}
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody {...rowgroup}>{children}</tbody>
      {foot && <tfoot {...rowgroup}>{foot}</tfoot>}
    </table>
  );
}

type RowProps = { readonly className?: string; readonly id?: string; readonly children: ReactNode };

/** A row of such a table. */
export function Row({ className, id, children }: RowProps) {
  return (
    <tr {...row} className={className} id={id}>
      {children}
    </tr>
  );
}

type CellProps = {
  readonly className?: string;
  readonly colSpan?: number;
  /** What its figure is called on a card, which has no columns. */
  readonly figures?: string;
  readonly children?: ReactNode;
};

/** A cell of it. */
export function Cell({ className, colSpan, figures, children }: CellProps) {
  return (
    <td {...cell} className={className} colSpan={colSpan} data-l={figures}>
      {children}
    </td>
  );
}

/** The cell that names its row. */
export function RowHead({ className, children }: CellProps) {
  return (
    <th {...rowheader} scope="row" className={className}>
      {children}
    </th>
  );
}

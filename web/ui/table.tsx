import type { ComponentChildren } from 'preact';
import './table.css';

/** One column of a table: its heading and what it shows of a row. */
export interface Column<Row> {
  key: string;
  heading: string;
  cell: (row: Row) => ComponentChildren;
  /** Numbers and times stand at the end. */
  end?: boolean | undefined;
  nowrap?: boolean | undefined;
  /** On a narrow card: stands without its heading, over the whole width. */
  alone?: boolean | undefined;
  /** The heading is for screen readers only. */
  headingUnseen?: boolean | undefined;
}

/** A table where there is room, one card a row where there is not. Roles keep it a table for screen readers. */
export function Table<Row>(props: {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
}) {
  return (
    <table class="table" role="table">
      <caption class="unseen">{props.caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {props.columns.map((column) => (
            <th key={column.key} role="columnheader" scope="col" class={column.end ? 'table-end' : undefined}>
              <span class={column.headingUnseen ? 'unseen' : undefined}>{column.heading}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {props.rows.map((row) => (
          <tr key={props.rowKey(row)} role="row">
            {props.columns.map((column) => (
              <td key={column.key} role="cell" class={classOf(column)}>
                <span class="table-label" aria-hidden="true">
                  {column.heading}
                </span>
                <div class="table-cell">{column.cell(row)}</div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function classOf<Row>(column: Column<Row>): string {
  const names = [column.end && 'table-end', column.nowrap && 'table-nowrap', column.alone && 'table-alone'];
  return names.filter(Boolean).join(' ');
}

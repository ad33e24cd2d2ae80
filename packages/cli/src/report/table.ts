import { displayWidth } from '../safe-text.ts';
import { pad, type Style } from '../style.ts';

export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
}

export interface Cell {
  /** Safe already. */
  readonly text: string;
  readonly paint?: (text: string) => string;
}

const gap = '  ';
/** The first column is not cut below this. */
const narrowest = 16;
/** Nor is the last one, where it is text, below this. */
const narrowestLast = 12;

/**
 * A table that gives way where the terminal is narrow: its last column, where that is text, then its first. Columns that are empty
 * in all rows are left out.
 */
export function formatTable(columns: readonly Column[], rows: readonly (readonly Cell[])[], style: Style): string[] {
  const used = columns.map((_, i) => rows.some((row) => row[i]?.text !== ''));
  const widths = columns.map(({ title }, i) => Math.max(displayWidth(title), ...rows.map((row) => cellWidth(row[i]))));
  const last = used.lastIndexOf(true);
  if (last > 0 && columns[last]?.align === 'left') {
    const others = widths.reduce(
      (sum, width, i) => (i !== last && used[i] ? sum + gap.length + width : sum),
      gap.length,
    );
    const width = widths[last] ?? 0;
    widths[last] = Math.min(width, Math.max(narrowestLast, style.columns - others - 1));
  }
  const rest = widths.reduce((sum, width, i) => (i > 0 && used[i] ? sum + gap.length + width : sum), gap.length);
  widths[0] = Math.min(widths[0] ?? 0, Math.max(narrowest, style.columns - rest - 1));
  const line = (cells: readonly Cell[]): string =>
    `${gap}${columns
      .flatMap(({ align }, i) => (used[i] ? [formatCell(cells[i], widths[i] ?? 0, align, style)] : []))
      .join(gap)}`.trimEnd();
  return [line(columns.map(({ title }) => ({ text: title, paint: style.dim }))), ...rows.map(line)];
}

function cellWidth(cell: Cell | undefined): number {
  return displayWidth(cell?.text ?? '');
}

function formatCell(cell: Cell | undefined, width: number, align: Column['align'], style: Style): string {
  const text = style.cut(cell?.text ?? '', width);
  const padded = pad(text, width, align === 'left' ? 'right' : 'left');
  const { paint } = cell ?? {};
  return paint ? padded.replace(text, () => paint(text)) : padded;
}

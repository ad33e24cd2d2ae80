import { displayWidth, safeText, truncate } from './safe-text.ts';

type Paint = (text: string) => string;

/** How text is shown on one stream. */
export interface Style {
  readonly columns: number;
  readonly bold: Paint;
  readonly dim: Paint;
  readonly good: Paint;
  readonly warn: Paint;
  readonly bad: Paint;
  /** Makes a name or a message fit to be shown; everything that comes from outside goes through it. */
  readonly safe: (text: string) => string;
  readonly cut: (text: string, columns: number) => string;
  readonly dash: string;
  readonly dot: string;
  readonly arrow: string;
  readonly filled: string;
  readonly empty: string;
}

/** What a style depends on: the stream it is for and the environment. */
export interface StyleOptions {
  readonly isTTY: boolean;
  readonly columns?: number | undefined;
  readonly env: NodeJS.ProcessEnv;
}

export function createStyle({ isTTY, columns, env }: StyleOptions): Style {
  const colour = isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  const unicode = isUtf8(env);
  const paint =
    (sequence: string): Paint =>
    (text) =>
      colour && text ? `\x1b[${sequence}m${text}\x1b[0m` : text;
  return {
    columns: Math.max(40, columns ?? 100),
    bold: paint('1'),
    dim: paint('2'),
    good: paint('32'),
    warn: paint('33'),
    bad: paint('31'),
    safe: (text) => safeText(text, unicode),
    cut: (text, room) => truncate(text, room, unicode ? '…' : '~'),
    dash: unicode ? '–' : '-',
    dot: unicode ? '·' : '-',
    arrow: unicode ? '→' : '->',
    filled: unicode ? '━' : '=',
    empty: unicode ? '─' : '.',
  };
}

/** POSIX order: LC_ALL, then LC_CTYPE, then LANG; nothing set is taken for UTF-8, as in a container. */
function isUtf8(env: NodeJS.ProcessEnv): boolean {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'];
  return locale === undefined || /utf-?8/i.test(locale);
}

/** Pads to so many columns, on the right or, for numbers, on the left. */
export function pad(text: string, columns: number, side: 'left' | 'right'): string {
  const fill = ' '.repeat(Math.max(0, columns - displayWidth(text)));
  return side === 'left' ? fill + text : text + fill;
}

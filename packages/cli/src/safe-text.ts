/**
 * Text of unknown origin made fit for a terminal: control, formatting (as right-to-left overrides), lone surrogates and
 * line separators become U+FFFD, or `?` where the terminal is not UTF-8; then so does all that is not ASCII.
 */
export function safeText(text: string, unicode: boolean): string {
  const visible = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\ufffd');
  return unicode ? visible : visible.replace(/[^\x20-\x7e]/gu, '?');
}

/** Columns that safe text takes on a terminal: two for East Asian wide characters, none for combining marks. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const char of text.normalize('NFC')) width += charWidth(char);
  return width;
}

// The wide blocks of Unicode's EastAsianWidth.txt, coarsely: Hangul Jamo, CJK to Yi, Hangul, compatibility, fullwidth, emoji.
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;

function charWidth(char: string): number {
  if (char < '\u0300') return 1;
  if (/\p{M}/u.test(char)) return 0;
  return wide.test(char) ? 2 : 1;
}

/** Cut to so many columns, the end replaced by an ellipsis. */
export function truncate(text: string, columns: number, ellipsis: string): string {
  if (displayWidth(text) <= columns) return text;
  const room = columns - displayWidth(ellipsis);
  let kept = '';
  let width = 0;
  for (const char of text) {
    width += charWidth(char);
    if (width > room) break;
    kept += char;
  }
  return kept + ellipsis;
}

const header = 'V\t2\n\n';

/**
 * Reads Dovecot's `subscriptions` (subscription-file.c): with the header `V<tab>2` and an empty line, a mailbox a line, its
 * components separated by tabs; without it, plain names joined with the layout's separator. `text` is Latin-1. A component is
 * as on disk: modified UTF-7, escaped. The result holds them joined as a directory's name is.
 */
export function parseSubscriptions(text: string, layoutSeparator: '.' | '/'): readonly string[] {
  const tabbed = text.startsWith(header);
  const lines = (tabbed ? text.slice(header.length) : text).split('\n').filter((line) => line !== '');
  const names = tabbed ? lines.map((line) => line.split('\t').map(unescapeTabs).join(layoutSeparator)) : lines;
  return [...new Set(names)];
}

/** Writes the file with the header, which Dovecot 2.2.32 and later read. */
export function formatSubscriptions(names: readonly string[], layoutSeparator: '.' | '/'): string {
  return header + names.map((name) => `${name.split(layoutSeparator).map(escapeTabs).join('\t')}\n`).join('');
}

const tabEscapes = [
  ['\x01', '\x011'],
  ['\0', '\x010'],
  ['\t', '\x01t'],
  ['\r', '\x01r'],
  ['\n', '\x01n'],
] as const;

/** Dovecot, strescape.c, str_append_tabescaped(). */
function escapeTabs(text: string): string {
  return tabEscapes.reduce((escaped, [character, escape]) => escaped.replaceAll(character, escape), text);
}

function unescapeTabs(text: string): string {
  const plain = new Map<string, string>(tabEscapes.map(([character, escape]) => [escape, character]));
  // eslint-disable-next-line no-control-regex -- the escape character is \x01
  return text.replace(/\x01(.)/gs, (escape, after: string) => plain.get(escape) ?? after);
}

import type { ByteReader } from './byte-reader.ts';

/** An atom or number is a string, a quoted string or literal a Buffer, a parenthesised list an array. */
export type Token = string | Buffer | Token[];

/** One response: the text before its first literal, and all of it as tokens. */
export interface Response {
  text: string;
  tokens: () => Token[];
}

/** Reads a response with its literals (RFC 3501 section 4.3); undefined at the end of the stream. */
export async function readResponse(reader: ByteReader): Promise<Response | undefined> {
  const parts: Buffer[] = [];
  for (;;) {
    const line = await reader.line();
    if (line === undefined) return undefined;
    parts.push(line);
    const literal = /\{(\d+)\}$/.exec(line.toString('latin1'));
    if (literal === null) break;
    parts.push(await reader.bytes(Number(literal[1])));
  }
  return { text: parts[0]?.toString('latin1') ?? '', tokens: () => parseTokens(parts) };
}

/** `parts` are lines and literals in turn, each line but the last ending in the literal's count. */
function parseTokens(parts: Buffer[]): Token[] {
  const root: Token[] = [];
  const open: Token[][] = [root];
  parts.forEach((part, index) => {
    if (index % 2 === 1) open.at(-1)?.push(part);
    else parseLine(part.toString('latin1').replace(index < parts.length - 1 ? /\{\d+\}$/ : /(?!)/, ''), open);
  });
  return root;
}

function parseLine(line: string, open: Token[][]): void {
  const lexer = /\s+|([()])|"((?:[^"\\]|\\.)*)"|[^\s()"]+/gy;
  for (const found of line.matchAll(lexer)) {
    const [whole, paren, quoted] = found;
    if (paren === '(') {
      const list: Token[] = [];
      open.at(-1)?.push(list);
      open.push(list);
    } else if (paren === ')') open.pop();
    else if (quoted !== undefined) open.at(-1)?.push(Buffer.from(quoted.replace(/\\(.)/g, '$1'), 'latin1'));
    else if (whole.trim() !== '') open.at(-1)?.push(whole);
  }
}

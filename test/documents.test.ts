import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { workspaceRoot } from '../scripts/read-packages.ts';

/** Names of the files under version control, and of new ones that are not ignored. */
function listFiles(...patterns: readonly string[]): readonly string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...patterns];
  const names = execFileSync('git', args, { cwd: workspaceRoot, encoding: 'utf8' }).split('\n');
  return names.filter((name) => name !== '' && existsSync(join(workspaceRoot, name)));
}

function readText(name: string): string {
  return readFileSync(join(workspaceRoot, name), 'utf8');
}

/** Links of a Markdown text to other files, without the part after `#`. */
function parseLinks(markdown: string): readonly string[] {
  const links = [...markdown.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
  return links.filter((link) => !/^([a-z]+:|#)/.test(link)).map((link) => link.replace(/#.*/, ''));
}

function parseRfcs(text: string): readonly string[] {
  return [...text.matchAll(/\bRFC ?(\d{4,5})\b/g)].map((match) => match[1] ?? '');
}

function parseScriptNames(text: string): readonly string[] {
  return [...text.matchAll(/\bnpm run ([\w:-]+)/g)].map((match) => match[1] ?? '');
}

describe('documents', () => {
  test.for(listFiles('*.md'))('%s links to files that are there', (name) => {
    const broken = parseLinks(readText(name)).filter(
      (link) => !existsSync(join(workspaceRoot, dirname(name), decodeURI(link))),
    );
    expect(broken).toEqual([]);
  });

  test.for(listFiles('*.md'))('%s names scripts that are there', (name) => {
    const { scripts } = JSON.parse(readText('package.json')) as { scripts: Record<string, string> };
    expect(parseScriptNames(readText(name)).filter((script) => !(script in scripts))).toEqual([]);
  });

  test('the RFC index has every RFC that the code cites', () => {
    const rows = readText('docs/rfc-index.md').split('\n');
    const listed = rows.map((row) => /^\| (\d{4,5}) /.exec(row)?.[1]);
    const cited = listFiles('packages/*/src/*', 'oracle/src/*', 'packages/*/README.md').flatMap((name) =>
      parseRfcs(readText(name)),
    );
    expect(cited.length).toBeGreaterThan(0);
    expect([...new Set(cited)].filter((rfc) => !listed.includes(rfc))).toEqual([]);
  });

  test('links, citations and scripts are found', () => {
    expect(parseScriptNames('run `npm run bench:convert` or (npm run check)')).toEqual(['bench:convert', 'check']);
    expect(parseLinks('[a](b/c.md#d) [e](https://f.example/) [g](#h) [i](j)')).toEqual(['b/c.md', 'j']);
    expect(parseRfcs('// RFC 9051 §2.3.2, and RFC5322')).toEqual(['9051', '5322']);
  });
});

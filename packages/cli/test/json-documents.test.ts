import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { OldSide } from './old-side.ts';
import { runBin } from './run-bin.ts';

const guide = readFileSync(new URL('../../../docs/guide/json.md', import.meta.url), 'utf8');

/** Fields that a chapter of the guide names: the first column of its first table. */
function documentedFields(heading: string): readonly string[] {
  const chapter = guide.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  const table = /\n\|[^]*?(?=\n\n|$)/.exec(chapter)?.[0] ?? '';
  const cells = [...table.matchAll(/^\| (`.*?) \|/gm)].map(([, cell]) => cell ?? '');
  return cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name ?? ''));
}

const old = new OldSide();
afterAll(() => old[Symbol.dispose]());

describe('a JSON document holds the fields that the guide names', () => {
  test.for([
    ['inspect', ['inspect', old.source]],
    ['sync --dry-run', ['sync', '--dry-run', ...old.both]],
    ['sync', ['sync', ...old.both]],
    ['verify', ['verify', ...old.both]],
  ] as const)('%s', async ([heading, args]) => {
    const { code, stdout, stderr } = await runBin([...args, '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const document = JSON.parse(stdout) as Record<string, unknown>;
    const fields = [...documentedFields('Every document'), ...documentedFields(heading)];
    expect(fields.length).toBeGreaterThan(6);
    expect(Object.keys(document).sort()).toEqual(fields.sort());
    expect(document).toMatchObject({ version: 1, command: args[0], exitCode: 0, errors: [] });
  });

  test('sync, of a mailbox', async () => {
    const { stdout } = await runBin(['sync', '--json', '--full', ...old.both]);
    const { mailboxes } = JSON.parse(stdout) as { mailboxes: Record<string, unknown>[] };
    expect(mailboxes).toHaveLength(3);
    expect(mailboxes[0]).toMatchObject({ path: ['INBOX'], messages: 3, copied: 0, quarantined: [], diagnostics: [] });
    const table = /A mailbox:\n([^]*?)\n\n## /.exec(guide)?.[1] ?? '';
    for (const field of Object.keys(mailboxes[0] ?? {})) expect(table).toContain(`\`${field}\``);
  });

  test('an error', async () => {
    const { code, stdout } = await runBin(['inspect', '--json', `mbox:${old.folder}/nobody`]);
    expect(code).toBe(3);
    const { errors, ...others } = JSON.parse(stdout) as { errors: Record<string, unknown>[] };
    expect(others).toEqual({ version: 1, command: 'inspect', exitCode: 3 });
    const fields = documentedFields('An error');
    for (const field of Object.keys(errors[0] ?? {})) expect(fields).toContain(field);
    expect(errors[0]).toMatchObject({ side: 'source', scope: 'account' });
  });
});

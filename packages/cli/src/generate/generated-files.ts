import { exitCodesAscending, exitCodesByPrecedence } from '../exit-codes.ts';
import { formatCompletion } from './completion.ts';
import { formatManPage } from './man-page.ts';

/** Every file of the repository that is made from the program: its path from the root, and its text. */
export function generatedFiles(): ReadonlyMap<string, string> {
  return new Map([
    ['docs/man/sourdine.1', formatManPage()],
    ['docs/guide/exit-codes.md', formatExitCodeGuide()],
    ['packages/cli/completions/sourdine.bash', formatCompletion('bash')],
    ['packages/cli/completions/_sourdine', formatCompletion('zsh')],
    ['packages/cli/completions/sourdine.fish', formatCompletion('fish')],
  ]);
}

function formatExitCodeGuide(): string {
  const order = exitCodesByPrecedence.map(({ code }) => code).join(', ');
  return [
    '<!-- Made by "pnpm --filter @sourdine/cli run generate"; do not edit. -->',
    '',
    '# Exit codes',
    '',
    `They are stable. Where several apply, the first of these wins: ${order}.`,
    '',
    ...exitCodesAscending.flatMap(({ code, meaning, action }) => [
      `## ${code}`,
      '',
      `${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}.`,
      '',
      action,
      '',
    ]),
  ].join('\n');
}

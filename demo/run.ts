// `npm run demo`: moves a small uw-imap home, made of the examples of the talk that Sourdine began with, and verifies it.
//
//     npm run demo               in a temporary folder
//     npm run demo -- --keep     which stays there to be looked at
import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters, styleText } from 'node:util';
import { runCli } from '@sourdine/cli';

interface Step {
  /** The title in a word. */
  readonly short: string;
  readonly exitCode: number;
  readonly elapsedMs: number;
  /** The last but one line of what the command printed, which is its sum, without the time. */
  readonly sum: string;
}

// Toulouse, where the old server stood: its From_ lines without a zone are of its local time.
process.env['TZ'] = 'Europe/Paris';

const here = import.meta.dirname;
const place = mkdtempSync(join(tmpdir(), 'sourdine-demo-'));
const home = join(place, 'home');
const inbox = join(place, 'spool', 'login');
const maildir = join(home, 'Maildir');
const source = `mbox:${home}?inbox=${inbox}&folders=mail`;
const target = `maildir:${maildir}`;

/** Runs one command of the real program and shows it as if it had been typed. */
async function runStep(short: string, title: string, argv: readonly string[]): Promise<Step> {
  console.log(`\n${heading(title)}`);
  const typed = argv.map((word) => (word === source ? '"$OLD"' : word === target ? '"$NEW"' : word));
  console.log(styleText('dim', `$ sourdine ${typed.join(' ')}\n`));
  let printed = '';
  const stdout = {
    isTTY: process.stdout.isTTY,
    columns: process.stdout.columns,
    write: (text: string) => {
      printed += text;
      return process.stdout.write(text);
    },
  };
  const started = performance.now();
  const exitCode = await runCli(argv, { stdout, stderr: process.stderr, env: process.env });
  const elapsedMs = performance.now() - started;
  const line = stripVTControlCharacters(printed).trimEnd().split('\n').at(-2) ?? '';
  // The command's own time is shorter than the one that is shown: it has not loaded the program.
  const sum = line.replace(/ \S+ [\d.]+ m?s$/, '');
  return { short, exitCode, elapsedMs, sum };
}

function heading(text: string): string {
  const width = Math.min(process.stdout.columns || 80, 100);
  return styleText(['bold', 'cyan'], `━━ ${text} ${'━'.repeat(Math.max(0, width - text.length - 4))}`);
}

/** The old side's folder of the talk, as it is on the new one: compare the slide "flags (keywords), sur dovecot/maildir". */
function showMaildir(mailbox: string): void {
  const folder = join(maildir, `.${mailbox}`);
  console.log(`\n${heading(`What Dovecot finds in Maildir/.${mailbox}`)}`);
  console.log(styleText('dim', `$ cat dovecot-keywords`));
  console.log(readFileSync(join(folder, 'dovecot-keywords'), 'utf8').trimEnd());
  console.log(styleText('dim', `\n$ ls --time-style=long-iso -l cur`));
  const cur = join(folder, 'cur');
  for (const name of readdirSync(cur).sort()) {
    const { size, mtime } = statSync(join(cur, name));
    console.log(`${String(size).padStart(5)}  ${mtime.toLocaleString('sv-SE').slice(0, 16)}  ${styleFlags(name)}`);
  }
  console.log(styleText('dim', `\n$ head -3 dovecot-uidlist`));
  // The header is padded with spaces, which a narrow terminal would wrap.
  const lines = readFileSync(join(folder, 'dovecot-uidlist'), 'utf8').split('\n', 3);
  console.log(lines.map((line) => line.trimEnd()).join('\n'));
}

function styleFlags(name: string): string {
  const at = name.lastIndexOf(':2,') + 3;
  return name.slice(0, at) + styleText('green', name.slice(at));
}

function showSums(steps: readonly Step[]): void {
  console.log(`\n${heading('In short')}`);
  const width = Math.max(...steps.map(({ short }) => short.length));
  for (const { short, exitCode, elapsedMs, sum } of steps) {
    const mark = exitCode === 0 ? styleText('green', '✓') : styleText('red', `✗ exit code ${exitCode}`);
    const ms = `${Math.round(elapsedMs)} ms`.padStart(7);
    console.log(`  ${mark} ${short.padEnd(width)}  ${styleText('dim', ms)}  ${sum}`);
  }
}

/** As the old server keeps them; a checkout has what the umask makes. */
function copyOldSide(): void {
  cpSync(join(here, 'home'), home, { recursive: true });
  cpSync(join(here, 'spool'), join(place, 'spool'), { recursive: true });
  chmodSync(inbox, 0o600);
}

try {
  copyOldSide();
  console.log(`\nOLD='${source}'\nNEW='${target}'`);
  const steps = [
    await runStep('Looked at', 'What the old server has', ['inspect', source]),
    await runStep('Moved', 'Moved', ['sync', source, target]),
    await runStep('Once more', 'Once more: nothing changed', ['sync', source, target]),
    await runStep('Compared', 'Compared, message by message', ['verify', source, target]),
  ];
  showMaildir('hermod');
  showSums(steps);
  const failed = steps.some(({ exitCode }) => exitCode !== 0);
  console.log(failed ? '\n  Something is not as it should be.\n' : '\n  Sans que ça se voit.\n');
  if (failed) process.exitCode = 1;
} finally {
  if (process.argv.includes('--keep')) console.log(`  Kept: ${place}\n`);
  else rmSync(place, { recursive: true, force: true });
}

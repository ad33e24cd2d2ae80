// Moves every file of the corpus with sourdine, dsync and mb2md, asks the real Dovecot what it serves then, and prints a
// table of how many files came out differently for a client, and in what. With --write it goes into docs/why.md.
//
//     npm run compare-peers [-- --write]
import { replaceSection } from '../scripts/replace-section.ts';
import { testAccount } from './src/account.ts';
import { type Aspect, aspects, compareAnswers } from './src/compare-answers.ts';
import { movableCorpus, type MovableFile } from './src/movable-corpus.ts';
import { moveWithSourdine } from './src/move-with-sourdine.ts';
import { MovedAccount } from './src/moved-account.ts';
import { peers } from './src/peers.ts';

const account = testAccount();

const titles: Readonly<Record<Aspect, string>> = {
  messages: 'another number of messages',
  uidvalidity: 'UIDVALIDITY changed',
  uidnext: 'UIDNEXT changed',
  uids: 'UIDs changed',
  flags: 'flags changed',
  keywords: 'keywords lost or changed',
  date: 'INTERNALDATE changed',
  size: 'size changed',
  bytes: 'message bytes changed',
  uidl: 'POP3 UIDLs changed',
};

/** Of one program: by aspect the files that differ in it, and the files it failed on. */
interface Losses {
  readonly name: string;
  readonly byAspect: Map<Aspect, string[]>;
  readonly failed: string[];
  unharmed: number;
}

type Mover = (moved: MovedAccount, file: MovableFile) => Promise<void>;

const movers: readonly (readonly [string, Mover])[] = [
  ['sourdine', async (moved, { recording }) => void (await moveWithSourdine(moved, recording.tz))],
  ...peers.map((peer): readonly [string, Mover] => [peer.name, async (moved) => peer.run(moved.place, account)]),
];

// dsync and mb2md do not read mbx.
const files = movableCorpus().filter(({ entry }) => entry.case.suffix === 'mbox');
const losses: Losses[] = [];
for (const [name, mover] of movers) losses.push(await measure(name, mover));
const table = formatTable(losses);
process.stdout.write(`${table}\n`);
if (process.argv.includes('--write')) {
  replaceSection(new URL('../docs/why.md', import.meta.url), 'compare-peers', table);
}

async function measure(name: string, mover: Mover): Promise<Losses> {
  const losses: Losses = { name, byAspect: new Map(), failed: [], unharmed: 0 };
  for (const file of files) {
    const old = file.recording;
    if ('error' in old) continue;
    using moved = new MovedAccount(account, file.entry);
    try {
      await mover(moved, file);
      const now = await moved.askDovecot();
      const uidls = { old: file.recording.uidls ?? [], now: now.uidls };
      const differences = compareAnswers(old, now.mailbox, uidls);
      for (const { aspect } of differences) addTo(losses.byAspect, aspect, file.name);
      if (differences.length === 0) losses.unharmed++;
    } catch (error) {
      losses.failed.push(file.name);
      process.stderr.write(`${name}, ${file.name}: ${error instanceof Error ? error.message.trim() : String(error)}\n`);
    }
  }
  return losses;
}

function addTo(map: Map<Aspect, string[]>, aspect: Aspect, file: string): void {
  map.set(aspect, [...(map.get(aspect) ?? []), file]);
}

function formatTable(all: readonly Losses[]): string {
  const row = (title: string, cell: (losses: Losses) => number): string =>
    `| ${[title, ...all.map((losses) => String(cell(losses)))].join(' | ')} |`;
  return [
    `| of ${files.length} mailboxes | ${all.map(({ name }) => name).join(' | ')} |`,
    `|---|${'---|'.repeat(all.length)}`,
    row('no client can tell', (losses) => losses.unharmed),
    ...aspects.map((aspect) => row(titles[aspect], (losses) => losses.byAspect.get(aspect)?.length ?? 0)),
    row('the program failed', (losses) => losses.failed.length),
  ].join('\n');
}

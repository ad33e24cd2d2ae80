// Asks the real uw-imapd about every corpus file and writes its answers beside them.
// With arguments: only the cases whose name contains one of them.
import { writeFileSync } from 'node:fs';
import { testAccount } from './src/account.ts';
import { wholeCorpus } from './src/corpus.ts';
import { Ipop3d } from './src/ipop3d.ts';
import { record } from './src/record.ts';

const only = process.argv.slice(2);
const account = testAccount();
await using pop3 = await Ipop3d.open(account);
const chosen = wholeCorpus().filter(
  ({ case: entry }) => only.length === 0 || only.some((part) => entry.name.includes(part)),
);
for (const { case: entry, file, json } of chosen) {
  const recording = await record({ account, pop3 }, { file, about: entry.about, tz: entry.tz });
  writeFileSync(json, `${JSON.stringify(recording, null, 2)}\n`);
}
console.log(`${chosen.length} files asked about`);

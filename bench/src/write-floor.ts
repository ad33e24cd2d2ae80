import { closeSync, futimesSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

/**
 * The least that any converter must do: the same number of files of the same sizes in the same folders, by bare open, write,
 * futimes and close, on a given number of threads. It reads no mail. Arguments: target, a JSON file of sizes, threads.
 */
interface FloorWork {
  readonly target: string;
  /** Sizes in bytes, by folder. */
  readonly folders: readonly (readonly number[])[];
}

if (isMainThread) await startThreads();
else writeFolders(workerData as FloorWork);

async function startThreads(): Promise<void> {
  const [target = '', sizes = '', threads = '2'] = process.argv.slice(2);
  const folders = JSON.parse(readFileSync(sizes, 'utf8')) as number[][];
  const shares = shareOut(folders, Number(threads));
  const exits = shares.map(async (share, i) => {
    const worker = new Worker(new URL(import.meta.url), {
      workerData: { target: path.join(target, String(i)), folders: share } satisfies FloorWork,
    });
    await new Promise((resolve, reject) => worker.on('exit', resolve).on('error', reject));
  });
  await Promise.all(exits);
}

/** Largest folder first to the thread that has least. */
function shareOut(folders: readonly number[][], threads: number): number[][][] {
  const shares = Array.from({ length: threads }, () => ({ bytes: 0, folders: [] as number[][] }));
  const weight = (folder: readonly number[]): number => folder.reduce((sum, size) => sum + size, 0);
  for (const folder of [...folders].sort((a, b) => weight(b) - weight(a))) {
    const least = shares.reduce((a, b) => (b.bytes < a.bytes ? b : a));
    least.bytes += weight(folder);
    least.folders.push(folder);
  }
  return shares.map((share) => share.folders);
}

function writeFolders({ target, folders }: FloorWork): void {
  const content = Buffer.alloc(Math.max(1, ...folders.flat()), 'sourdine\n');
  folders.forEach((sizes, folder) => {
    const directory = path.join(target, String(folder), 'cur');
    mkdirSync(directory, { recursive: true });
    sizes.forEach((size, i) => {
      const name = `1190721925.V46f8f8c5U${i}.sourdine,S=${size},W=${size}:2,S`;
      const fd = openSync(path.join(directory, name), 'wx', 0o600);
      writeSync(fd, content, 0, size);
      futimesSync(fd, 1_190_721_925, 1_190_721_925);
      closeSync(fd);
    });
  });
}

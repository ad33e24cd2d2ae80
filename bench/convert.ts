import { parseArgs } from 'node:util';
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { benchConvert, type ConvertResult } from './src/bench-convert.ts';
import { benchMemory, type MemoryResult } from './src/bench-memory.ts';
import { formatConvert, formatMemory } from './src/format-results.ts';
import { replaceSection } from '../scripts/replace-section.ts';
import { installSourdine } from './src/install-sourdine.ts';

const help = `Measures sourdine beside dsync, mb2md and bare system calls.

  npm run bench:convert -- [--rounds N] [--messages N] [--memory-fs DIR] [--disk DIR] [--skip-memory] [--write]

--memory-fs DIR  a folder on a memory file system (default /dev/shm)
--disk DIR       a folder on a disk (default: the folder for temporary files)
--skip-memory    leaves out the 2 GiB mailbox that peak memory is measured with
--write          puts the tables into docs/benchmarks.md
`;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    messages: { type: 'string', default: '20000' },
    'memory-fs': { type: 'string', default: '/dev/shm' },
    disk: { type: 'string', default: tmpdir() },
    'skip-memory': { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(help);
else await main();

async function main(): Promise<void> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'sourdine-bench-'));
  try {
    const bin = await installSourdine(scratch);
    const text = [
      describeMachine(),
      ...(await measureConvert(bin)).map(formatConvert),
      ...(values['skip-memory'] ? [] : [formatMemory(await measureMemory(bin))]),
    ].join('\n\n');
    process.stdout.write(`${text}\n`);
    if (values.write) replaceSection(new URL('../docs/benchmarks.md', import.meta.url), 'bench:convert', text);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function measureConvert(bin: string): Promise<readonly ConvertResult[]> {
  const options = { bin, rounds: Number(values.rounds), messages: Number(values.messages) };
  const results: ConvertResult[] = [];
  if (isMemoryFileSystem(values['memory-fs'])) {
    results.push(await benchConvert({ ...options, title: 'On a memory file system', folder: values['memory-fs'] }));
  } else {
    process.stderr.write(`${values['memory-fs']} is no memory file system: that table is left out\n`);
  }
  results.push(await benchConvert({ ...options, title: 'On disk', folder: values.disk }));
  return results;
}

function measureMemory(bin: string): Promise<MemoryResult> {
  const folder = isMemoryFileSystem(values['memory-fs']) ? values['memory-fs'] : values.disk;
  return benchMemory({ bin, folder });
}

/** TMPFS_MAGIC of linux/magic.h. */
function isMemoryFileSystem(folder: string): boolean {
  return statfsSync(folder).type === 0x01021994;
}

function describeMachine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  return `${new Date().toISOString().slice(0, 10)}, ${availableParallelism()} cores (${model}), Node ${process.versions.node}.`;
}

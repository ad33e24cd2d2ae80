import type { ConvertResult } from './bench-convert.ts';
import type { MemoryResult } from './bench-memory.ts';
import { median, medianRatio } from './statistics.ts';

/** A Markdown table: one row a program, ratios to sourdine taken round by round. */
export function formatConvert(result: ConvertResult): string {
  const [sourdine] = result.rows;
  const rounds = sourdine?.ms.length ?? 0;
  const lines = result.rows.map(({ name, ms }) => {
    const ratio = medianRatio(ms, sourdine?.ms ?? []);
    return `| ${name} | ${seconds(median(ms))} | ${seconds(Math.min(...ms))}-${seconds(Math.max(...ms))} | ${ratio.toFixed(2)} |`;
  });
  return [
    `### ${result.title}`,
    '',
    `${result.home.messages.toLocaleString('en')} messages, ${(result.home.bytes / 1e6).toFixed(0)} MB, ${rounds} rounds.`,
    '',
    '| program | median s | range s | time / sourdine |',
    '|---|---|---|---|',
    ...lines,
    '',
    formatSecondPass(result),
    ...result.missing.map((why) => `Left out: ${why}.`),
  ].join('\n');
}

function formatSecondPass({ rows, secondPass, firstPassEngineMs }: ConvertResult): string {
  const whole = 100 * medianRatio(secondPass.ms, rows[0]?.ms ?? []);
  const engine = 100 * medianRatio(secondPass.engineMs, firstPassEngineMs);
  return (
    `A second pass with nothing changed: ${median(secondPass.engineMs).toFixed(1)} ms in the engine, ${engine.toFixed(2)} % of the first; ` +
    `the whole process with Node's start ${median(secondPass.ms).toFixed(0)} ms, ${whole.toFixed(1)} %.`
  );
}

export function formatMemory(result: MemoryResult): string {
  return [
    '### Peak memory of a first pass',
    '',
    '| mailbox | messages | peak MiB |',
    '|---|---|---|',
    ...result.rows.map(
      ({ name, messages, peakMib }) => `| ${name} | ${messages.toLocaleString('en')} | ${peakMib.toFixed(0)} |`,
    ),
  ].join('\n');
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(2);
}

import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** Calls that change something on disk. */
const changing = [
  'openSync',
  'writeSync',
  'writevSync',
  'futimesSync',
  'utimesSync',
  'renameSync',
  'unlinkSync',
  'linkSync',
  'mkdirSync',
  'rmdirSync',
  'rmSync',
  'fsyncSync',
] as const;

/** What happens at one of these calls. */
export interface Fault {
  /** At which call, from 1. */
  readonly at: number;
  /**
   * `kill`: neither this call nor a later one does anything. An errno: this call alone fails, unless it removes something,
   * which no full disk prevents.
   */
  readonly kind: 'kill' | 'ENOSPC' | 'EIO' | 'EACCES';
}

/** Runs `work` with a fault; returns how many of the calls were made, and whether the fault was met. */
export async function withFault(
  fault: Fault | undefined,
  work: () => Promise<void>,
): Promise<{ calls: number; error: unknown }> {
  const originals = changing.map((name) => [name, fs[name]] as const);
  let calls = 0;
  const patched = fs as unknown as Record<string, (...args: never[]) => unknown>;
  for (const [name, original] of originals) {
    patched[name] = (...args: never[]) => {
      // Reading opens files as well; only what writes counts.
      const reads = name === 'openSync' && (Number(args[1]) & (fs.constants.O_WRONLY | fs.constants.O_CREAT)) === 0;
      if (!reads) calls++;
      const spared = fault?.kind !== 'kill' && /^(?:unlink|rm)/.test(name);
      const met =
        fault !== undefined && !spared && !reads && (calls === fault.at || (fault.kind === 'kill' && calls > fault.at));
      if (met) throw Object.assign(new Error(`${fault.kind}: injected`), { code: fault.kind });
      return (original as (...given: never[]) => unknown)(...args);
    };
  }
  syncBuiltinESMExports();
  try {
    await work();
    return { calls, error: undefined };
  } catch (error) {
    return { calls, error };
  } finally {
    for (const [name, original] of originals) patched[name] = original;
    syncBuiltinESMExports();
  }
}

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testAccount } from '../src/account.ts';
import { readRecording, wholeCorpus } from '../src/corpus.ts';
import { Ipop3d } from '../src/ipop3d.ts';
import { type Programs, record } from '../src/record.ts';

let programs: Programs;

beforeAll(async () => {
  const account = testAccount();
  programs = { account, pop3: await Ipop3d.open(account) };
});

afterAll(async () => {
  await programs?.pop3[Symbol.asyncDispose]();
});

describe.each(wholeCorpus())('$case.name', (entry) => {
  test('the file is what its case makes', () => {
    expect(readFileSync(entry.file).equals(entry.case.content)).toBe(true);
  });

  test('the real server still says what is recorded', async () => {
    const { about, tz } = entry.case;
    expect(await record(programs, { file: entry.file, about, tz })).toEqual(readRecording(entry));
  });
});

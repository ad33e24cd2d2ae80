/** The first TypeScript block of a README, which is the example that is run; undefined where there is none. */
export function parseReadmeExample(markdown: string): string | undefined {
  return /^```ts\r?\n(.*?)^```/ms.exec(markdown)?.[1];
}

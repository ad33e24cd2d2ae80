import { makeMemorySink, makeMemorySource, testPair, testSink, testSource } from '@sourdine/conformance';
import { makeMaildirSink, makeMaildirSource } from './maildir-fixtures.ts';

for (const layout of ['maildir++', 'fs'] as const) {
  testSource({ name: `a Maildir, ${layout}`, make: (seed) => makeMaildirSource(seed, layout) });
  testSink({ name: `a Maildir, ${layout}`, make: () => makeMaildirSink(layout) });
}
testPair({
  name: 'memory to Maildir',
  makeSource: makeMemorySource,
  makeSink: () => makeMaildirSink(),
});
testPair({
  name: 'Maildir to memory',
  makeSource: (seed) => makeMaildirSource(seed),
  makeSink: () => makeMemorySink(),
});

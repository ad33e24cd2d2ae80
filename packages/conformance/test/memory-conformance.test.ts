import {
  createMemoryStore,
  makeMemorySink,
  makeMemorySource,
  testPair,
  testPairFaults,
  testSink,
  testSource,
} from '../src/index.ts';

const pair = { name: 'memory to memory', makeSource: makeMemorySource, makeSink: () => makeMemorySink() };

testSource({ name: 'the in-memory store', make: makeMemorySource });
testSink({ name: 'the in-memory store', make: () => makeMemorySink() });
testSink({
  name: 'the in-memory store for 26 keywords',
  make: () => makeMemorySink(createMemoryStore({ keywordLimit: 26 })),
});
testPair(pair);
testPairFaults(pair);

import { makeMemorySink, makeMemorySource, testSink, testSource } from '../src/index.ts';

testSource({ name: 'the in-memory store', make: makeMemorySource });
testSink({ name: 'the in-memory store', make: makeMemorySink });

export * from './expected-account.ts';
export * from './fault-plan.ts';
export * from './memory-store.ts';
export * from './read-account.ts';
export * from './seed.ts';

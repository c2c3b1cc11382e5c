// The ES module: the same objects as the CommonJS one, so that a process that uses both has one implementation.
export * from './index.js'

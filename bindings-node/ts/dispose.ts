/** The symbol that `await using` looks for; early versions of Node 20 do not have it. */
export const ASYNC_DISPOSE: typeof Symbol.asyncDispose = Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')

// The same package for a CommonJS program.

import bridge = require('@coreflow360/bridge')

export const open = (): bridge.Bridge => new bridge.Bridge({ store: ':memory:' })
export const isMissing = (error: unknown): boolean => error instanceof bridge.NotFoundError && error.code === 'NOT_FOUND'

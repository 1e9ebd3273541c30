interface Loaded { filename: string; exports: object }
/** Node.js has it. */
export const { cache } = require as unknown as { cache: Record<string, Loaded> };

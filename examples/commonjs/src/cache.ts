/**
 * @importspy {
 *   env: { CACHE_TTL: number & Type<"uint32"> & Minimum<1>; CACHE_DEBUG?: boolean };
 * } The time is in seconds.
 */
console.log("cache.ts is evaluated");

export const secondsToLive = Number(process.env.CACHE_TTL);

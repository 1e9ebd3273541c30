async function main(): Promise<void> {
  // The guard of a dynamic import is at the call: here the promise rejects, and the program goes on.
  const cache = await import("./cache.js").catch((error: Error) => {
    console.log(`no cache: ${error.message}`);
    return undefined;
  });
  if (cache) console.log(`entries live ${cache.secondsToLive} seconds`);
}

main();

// Preloaded into measured processes: tells the processor time they used on file descriptor 3.
process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  require("node:fs").writeSync(3, String((user + system) / 1000));
});

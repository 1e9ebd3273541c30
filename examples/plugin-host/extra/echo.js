// Nobody compiles this file: it is there when the program starts.
export default {
  name: "echo",
  engine: "podman",
  async start(port) {
    console.log(`[echo] answers on ${port}`);
  },
};

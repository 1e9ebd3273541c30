// Not a Plugin: the engine's name has a typo.
import { log } from "../host.js";

export default {
  name: "typo",
  engine: "dokcer" as const,
  async start(port: number) {
    log({ name: "typo", engine: "docker", start: async () => {} }, `listens on ${port}`);
  },
};

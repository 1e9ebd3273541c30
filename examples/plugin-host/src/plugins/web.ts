import { log } from "../host.js";
import type { Plugin } from "../plugin.js";

const web: Plugin = {
  name: "web",
  engine: "docker",
  async start(port) {
    log(web, `listens on ${port}`);
  },
};

export default web;

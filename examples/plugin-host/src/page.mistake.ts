// Not a plugin at all: this file lies somewhere else and exports something else.
import { log } from "./host.js";

export const page = () => log;

import { debuglog } from "node:util";

// Before everything else: the service loads the guard, and a trace that comes after the first guard sees nothing.
if (debuglog("importspy").enabled) require("importspy/dist/trace.cjs");

import { host } from "./host.js";

/**
 * A global that only workerd has, {@link https://developers.cloudflare.com/workers/runtime-apis/websockets/}. It has no
 * version.
 */
export const workerdSign = (): unknown => host.WebSocketPair;

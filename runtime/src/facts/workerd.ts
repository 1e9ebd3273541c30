import { host } from "./host.js";

/** What only workerd has, {@link https://developers.cloudflare.com/workers/runtime-apis/websockets/}; it tells no version. */
export const workerdSign = (): unknown => host.WebSocketPair;

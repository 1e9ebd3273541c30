/**
 * @importspy { env: { PORT: number & Maximum<1023>; HOST: `https://${string}`; MODE?: "server" } }
 */
import "./ports.js";
import "./hosts.js";
import "./modes.js";
export const values = 1;

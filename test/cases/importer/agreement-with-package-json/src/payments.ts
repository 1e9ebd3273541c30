/**
 * @importspy {
 *   os: "linux" | "win32";
 *   arch: "x64";
 *   runtime: { node: ">=22" };
 *   packages: { pg: "^8.11"; redis: "^4.6"; sharp: "^0.33"; missing: "^1.0.0"; perhaps?: "^2.0.0" };
 * }
 */
export const pay = () => "paid";

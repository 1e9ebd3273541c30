/**
 * @importspy {
 *   env: { PUBLIC_URL: string & Format<"url">; BIND: string & Format<"ipv6">; SINCE?: string & Format<"date"> }
 * }
 */
export const server = "serves";

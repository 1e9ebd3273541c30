/**
 * One alternative that can be met is enough.
 *
 * @importspy { os: "linux" }
 * @importspy { os: "darwin"; packages: { pg: ">=7" } }
 */
export const anywhere = () => "here";

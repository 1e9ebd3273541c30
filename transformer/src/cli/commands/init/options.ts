/** The options of `importspy init`. */
export type InitOptions = {
  "dry-run": { type: "boolean"; short: "n"; description: string };
  example: { type: "boolean"; description: string };
  project: { type: "string"; short: "p"; placeholder: string; description: string };
};

/** The options of `importspy adopt`. */
export type AdoptOptions = {
  "dry-run": { type: "boolean"; short: "n"; description: string };
  add: { type: "boolean"; description: string };
  project: { type: "string"; short: "p"; placeholder: string; description: string };
};

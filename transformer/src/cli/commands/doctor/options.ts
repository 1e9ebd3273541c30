/** The options of `importspy doctor`. */
export type DoctorOptions = {
  project: { type: "string"; short: "p"; placeholder: "file"; description: string };
  script: { type: "string"; multiple: true; placeholder: "name"; description: string };
};

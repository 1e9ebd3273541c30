// Node.js cannot run these yet.
export const payments = import.defer("./payments.js");

/** @importspy { env: { SENDER: string & Format<"email">; RELAY: string & Format<"hostname"> } } */
export const mail = "mails";

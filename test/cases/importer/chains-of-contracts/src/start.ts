const { client } = await import("./client.js");
export const start = () => client;

console.log("load-env: evaluated");
Object.assign((process as unknown as { env: object }).env, { PGHOST: "localhost" });
export {};

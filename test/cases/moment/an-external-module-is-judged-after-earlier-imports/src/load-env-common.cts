console.log("load-env-common: evaluated");
Object.assign((process as unknown as { env: object }).env, { PGHOST: "localhost" });

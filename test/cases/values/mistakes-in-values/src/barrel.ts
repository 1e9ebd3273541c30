export { env as readEnv } from "importspy";

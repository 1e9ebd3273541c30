import { env } from "importspy";

export const port = env<{ env: { PORT: number } }>();

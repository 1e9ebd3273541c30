/**
 * @importspy {Cloud} Set TOKEN in the cloud.
 * @importspy {Local} Set HOST and PORT elsewhere.
 */
import { env as read, type Maximum, type Secret } from "importspy";

export interface Cloud {
  env: { TOKEN: Secret; REGION: "eu" | "us" };
  importer: { module: "src/main.ts" };
}
export interface Local {
  env: { HOST: string; PORT: number & Maximum<65535> };
}

function describe(): string {
  const values = read<Cloud | Local>();
  if (values.TOKEN !== undefined) return `${values.REGION} ${values.TOKEN}`;
  const { HOST, PORT, TOKEN, REGION } = values;
  return [HOST, PORT.toFixed(1), TOKEN, REGION].join();
}
export const where: string = describe();
export const again = () => read<Cloud | Local>() === read<Local | Cloud>();

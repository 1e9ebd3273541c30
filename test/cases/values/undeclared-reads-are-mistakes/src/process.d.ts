declare module "node:process" {
  export const env: Record<string, string | undefined>;
}

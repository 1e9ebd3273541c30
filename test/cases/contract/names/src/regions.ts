export type Region = "eu" | "us";
export interface InRegion {
  env: { REGION: Region };
}
export const queue = { env: { QUEUE: "q" } } as const;

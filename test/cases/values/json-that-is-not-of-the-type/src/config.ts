import { env, type Json, type Maximum, type Type } from "importspy";

interface Tree {
  name: string;
  children: Tree[];
}
/** @importspy */
export interface Contract {
  env: {
    TREE: Json<Tree>;
    PORTS: Json<Record<string, number & Type<"uint32"> & Maximum<65535>>>;
    EITHER: Json<{ kind: "a"; host: string } | { kind: "b"; port: number }>;
    SIZE: Json<number & Maximum<1>>;
    OTHER?: Json<{ path: string } | { url: string }>;
  };
}
export const { TREE, PORTS, EITHER, SIZE } = env<Contract>();

import type { Maximum } from "importspy";

export type Limit = Maximum<9223372036854775807>;

import { charge } from "./payments";

export const checkout = (cents: number) => charge(cents);

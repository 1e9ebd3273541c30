/** @importspy */
interface Contract {
  os: "linux";
}
export type Level = Contract["os"];

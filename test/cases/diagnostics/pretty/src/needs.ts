export interface Needs {
  os: "macos";
  env: { SIZE: symbol };
}

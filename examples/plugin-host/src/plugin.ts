/** What every plugin exports as `default`. */
export interface Plugin {
  readonly name: string;
  readonly engine: "docker" | "podman";
  start(port: number): Promise<void>;
}

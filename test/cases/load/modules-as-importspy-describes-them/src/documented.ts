export const author = "Luca Atella";
export const mode = "production";
export const analyze = (data: string[], verbose: boolean): object => ({ data, verbose });
export class TaskManager {
  static readonly tasks: string[] = [];
  static readonly state: string = "idle";
  reset(): void {}
}
export const initialize = (config: object): object => config;
export class BasePlugin {}
export class Plugin extends BasePlugin {
  settings = "default";
  run(): void {}
}

export const author = "Somebody";
export const mode = "development";
export const analyze = (data: string[], verbose: boolean, more: boolean): object => ({ data, verbose, more });
export class TaskManager {
  static readonly tasks = ["first", 2];
  reset(when: number): number {
    return when;
  }
}
export function initialize(config: object, name: string): object {
  return { config, name };
}
export class BasePlugin {}
export class Plugin {
  run(): void {}
}

export const engine = "podman";
export const plugin_name = "plugin name";
export class Plugin {}
export class Extension {
  static extension_name = "other";
  add_extension(msg: string, more: string, most: string): string {
    return msg + more + most;
  }
  remove_extension(): void {}
}
export const plugin_description = "plugin description";
export const Foo = { get_bar() {} };
export class Failure extends Error {}

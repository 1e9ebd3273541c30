export const engine = "docker";
export const plugin_name = "plugin name";
export const plugin_description = "plugin description";
export class Plugin {
  name = "plugin";
}
export class Extension extends Plugin {
  static readonly extension_name = "extension_value";
  extension_instance_name = "extension_instance_value";
  add_extension(msg: string): string {
    return msg;
  }
  remove_extension(): void {}
  http_get_request(): void {}
}
export class Foo {
  get_bar(): void {}
}
export class Failure extends RangeError {}

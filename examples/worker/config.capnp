using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "main", worker = .main)],
  sockets = [(name = "http", address = "127.0.0.1:8080", http = (), service = "main")],
);

const main :Workerd.Worker = (
  # The module that starts the worker, then all that it leads to. A bundler would make one file of them.
  modules = [
    (name = "main.js", esModule = embed "dist/main.js"),
    (name = "main.importspy.js", esModule = embed "dist/main.importspy.js"),
    (name = "greeting.js", esModule = embed "dist/greeting.js"),
    (name = "greeting.importspy.js", esModule = embed "dist/greeting.importspy.js"),
    (name = "importspy/dist/guard.mjs", esModule = embed "node_modules/importspy/dist/guard.mjs"),
  ],
  compatibilityDate = "2025-09-01",
  # With it, process.env holds the bindings.
  compatibilityFlags = ["nodejs_compat"],
  bindings = [(name = "LANGUAGE", text = "it")],
);

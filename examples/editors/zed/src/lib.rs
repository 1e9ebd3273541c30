//! Starts `importspy lsp`, the language server that the project has installed, on Zed's own Node.js.
use zed_extension_api::{self as zed, Command, LanguageServerId, Result, Worktree};

struct Importspy;

const ARGUMENTS: [&str; 3] = ["node_modules/importspy/bin/importspy.cjs", "lsp", "--stdio"];

impl zed::Extension for Importspy {
    fn new() -> Self {
        Importspy
    }

    fn language_server_command(&mut self, _: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let [program, rest @ ..] = ARGUMENTS;
        let mut args = vec![format!("{}/{}", worktree.root_path(), program)];
        args.extend(rest.iter().map(|each| each.to_string()));
        Ok(Command {
            command: zed::node_binary_path()?,
            args,
            env: worktree.shell_env(),
        })
    }
}

zed::register_extension!(Importspy);

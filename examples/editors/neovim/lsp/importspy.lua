-- ~/.config/nvim/lsp/importspy.lua, for Neovim 0.11 or later.
-- In init.lua: vim.lsp.enable("importspy"), beside the server that you have for TypeScript.
return {
  -- The importspy that the project has installed: Neovim runs in its folder.
  cmd = { "npx", "--no", "importspy", "lsp", "--stdio" },
  filetypes = { "typescript", "typescriptreact", "javascript", "javascriptreact" },
  root_markers = { "tsconfig.json", "package.json", ".git" },
  -- Without importspy there is nothing to start.
  workspace_required = true,
  -- "3 importers" above a contract: run it with vim.lsp.codelens.run().
  commands = {
    ["importspy.showImporters"] = function(command, context)
      local client = assert(vim.lsp.get_client_by_id(context.client_id))
      local items = vim.lsp.util.locations_to_items(command.arguments[3], client.offset_encoding)
      vim.fn.setqflist({}, " ", { title = command.title, items = items })
      vim.cmd.copen()
    end,
  },
}

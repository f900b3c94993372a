import tseslint from "typescript-eslint";

/** Packages that may be imported by core, simulator, protocol and webview: pure, browser-safe. */
const hostModules = ["vscode", "usb", "node:*", "fs", "path", "os", "child_process", "worker_threads"];
const features = ["build", "chip", "diagnostics", "flash", "help", "image-sets", "language", "memory-map", "snippets"];

/** Forbids imports; `groups` are gitignore-style patterns of import paths. */
function forbid(groups, message) {
  return ["error", { patterns: [{ group: groups, message }] }];
}

export default tseslint.config(
  { ignores: ["dist/", "out/", "node_modules/", "test/fixtures/", ".vscode-test/", "test-results/"] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ["*.mjs"] }, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "max-lines": ["error", { max: 500, skipBlankLines: false }],
      "max-lines-per-function": ["error", { max: 80, skipBlankLines: true, skipComments: true }],
      "no-restricted-syntax": [
        "error",
        {
          selector:
            "CallExpression[callee.property.name=/^show(Information|Warning|Error)Message$/] > :matches(Literal, TemplateLiteral):first-child",
          message: "Strings that people read go through l10n.t.",
        },
      ],
    },
  },
  { files: ["*.mjs"], ...tseslint.configs.disableTypeChecked },
  { files: ["test/**"], rules: { "max-lines-per-function": "off", "@typescript-eslint/no-non-null-assertion": "off" } },
  // The arrows of the house: who may know whom.
  {
    files: ["src/core/**"],
    rules: {
      "no-restricted-imports": forbid(
        [
          ...hostModules,
          "**/simulator/**",
          "**/transport/**",
          "**/workspace/**",
          "**/cli/**",
          "**/protocol/**",
          ...features.map((f) => `../../${f}/**`),
        ],
        "core knows nobody: no vscode, node, usb or DOM, and none of the other rooms.",
      ),
    },
  },
  {
    files: ["src/simulator/**"],
    rules: {
      "no-restricted-imports": forbid(
        [...hostModules, "**/transport/**", "**/workspace/**", "**/cli/**"],
        "simulator knows core only.",
      ),
    },
  },
  {
    files: ["src/protocol/**", "webview/**"],
    rules: {
      "no-restricted-imports": forbid(
        [...hostModules, "**/transport/**", "**/workspace/**", "**/cli/**"],
        "protocol and webview know core only.",
      ),
    },
  },
  {
    files: ["src/transport/**"],
    rules: {
      "no-restricted-imports": forbid(
        ["vscode", "**/workspace/**", "**/cli/**"],
        "transport knows core and simulator.",
      ),
    },
  },
  ...features.map((feature) => ({
    files: [`src/${feature}/**`],
    rules: {
      "no-restricted-imports": forbid(
        [
          "usb",
          "node:*",
          "**/transport/**",
          "**/cli/**",
          ...features.filter((other) => other !== feature).map((other) => `../${other}/**`),
        ],
        "A feature knows core, protocol, workspace and the manifest; features do not know one another.",
      ),
    },
  })),
  {
    // The one place outside of transport and command line that starts something on the machine.
    files: ["src/build/run-command.ts"],
    rules: { "no-restricted-imports": forbid(["vscode", "usb", "**/transport/**", "**/cli/**"], "It runs commands.") },
  },
  {
    files: ["src/workspace/**"],
    rules: {
      "no-restricted-imports": forbid(["usb", "node:*", "**/transport/**", "**/cli/**"], "workspace knows core."),
    },
  },
  {
    files: ["src/cli/**"],
    rules: {
      "no-restricted-imports": forbid(
        ["vscode", "**/workspace/**"],
        "The command line is the proof that core needs no VS Code.",
      ),
    },
  },
);

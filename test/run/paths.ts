import { fileURLToPath } from "node:url";
import { join } from "node:path";

/** The repository. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/** Everything the set-up fetches; git and the package ignore it, and it may be deleted at any time. */
export const cache = join(root, ".vscode-test");

/** What test runs leave behind for people: screenshots and result files. */
export const results = join(root, "test-results");

export const screenshots = join(results, "screenshots");

export const vsix = join(root, "bootsmith.vsix");

export const sampleWorkspaces = join(root, "test", "fixtures", "workspaces");

/** The workspace that `npm start` opens, and that host tests use unless they name another. */
export const mainSample = "stm32l475-boot-app";

/** What to say when something that the set-up brings is not there. */
export const setUpCommand = "npm run setup:test";

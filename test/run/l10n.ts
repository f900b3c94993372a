/** `npm run l10n`: writes the bundle that translators start from, with every sentence of the sources. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { sentences } from "../support/sentences";
import { root } from "./paths";

const { templates } = sentences();
const bundle = Object.fromEntries(templates.map((template) => [template, template]));
writeFileSync(join(root, "media", "l10n", "bundle.l10n.json"), `${JSON.stringify(bundle, undefined, 2)}\n`);
console.log(`${templates.length} sentences written.`);

// What several bundles need is packed once and read from there. esbuild itself splits ES modules only.
import { build } from "esbuild";
import { resolve } from "node:path";

const root = process.cwd();
/** Marks the plugin's own questions where a path leads. */
const asked = Symbol("asked");

/** Fewer modules than this are not worth a file of their own. */
const fewest = 10;

/**
 * Finds the modules that bundles share. Those that the same two of them reach go into a bundle for these two (`a+b`),
 * the rest into `common`, or into `editor` where only bundles reach them that VS Code loads: such a module may need it.
 * What a module imports is reached by at least the same bundles, so that `a+b` needs none but these, and `common` none.
 * @param options of esbuild for all of these bundles, with `entryPoints` by name
 * @param inEditor names of those bundles that nothing but the extension loads
 * @returns options that build the same bundles and the shared ones
 */
export async function shareModules(options, inEditor) {
  const { metafile } = await build({ ...options, metafile: true, write: false, outdir: "dist" });
  const shared = [...reachedBy(options.entryPoints, metafile.inputs)].filter(([, names]) => names.length > 1);
  const pairs = shared.filter(([, names]) => names.length === 2).map(([, names]) => names.join("+"));
  const isOwn = (pair) => pairs.filter((other) => other === pair).length >= fewest;
  const nameOf = (names) => {
    if (isOwn(names.join("+"))) return names.join("+");
    return names.every((name) => inEditor.includes(name)) ? "editor" : "common";
  };
  const bundleOf = new Map(shared.map(([file, names]) => [file, nameOf(names)]));
  const names = await exportedNames([...bundleOf.keys()], options);
  const bundles = [...new Set(bundleOf.values())];
  const entryPoints = {
    ...options.entryPoints,
    ...Object.fromEntries(bundles.map((name) => [name, `shared:${name}`])),
  };
  return { ...options, entryPoints, plugins: [...options.plugins, readShared(bundleOf, names)] };
}

/** Absolute path of each module → names of the entry points that import it, themselves or through others. */
function reachedBy(entryPoints, inputs) {
  const names = new Map();
  for (const [name, entry] of Object.entries(entryPoints)) {
    const reached = new Set([entry]);
    for (const file of reached) for (const { external, path } of inputs[file].imports) if (!external) reached.add(path);
    for (const file of reached) names.set(resolve(root, file), [...(names.get(resolve(root, file)) ?? []), name]);
  }
  return names;
}

/** Absolute path of each module → its exports, each under a name that no other module's has: `[["parseSize", "e17"]]`. */
async function exportedNames(files, { platform, target }) {
  const { metafile } = await build({
    platform,
    target,
    format: "esm",
    entryPoints: files,
    metafile: true,
    write: false,
    outdir: "dist",
    logLevel: "silent",
  });
  let count = 0;
  return new Map(
    Object.values(metafile.outputs).map(({ entryPoint, exports }) => [
      resolve(root, entryPoint),
      exports.map((name) => [name, `e${count++}`]),
    ]),
  );
}

/** Builds `shared:x` out of its modules, and puts in their place, in every other bundle, a look into `./x.js`. */
function readShared(bundleOf, names) {
  return {
    name: "read-shared",
    setup({ onResolve, onLoad, resolve: find }) {
      onResolve({ filter: /^shared:/ }, ({ path }) => ({ path: path.slice("shared:".length), namespace: "shared" }));
      onLoad({ filter: /./, namespace: "shared" }, ({ path: bundle }) => ({
        contents: contentsOf(
          [...bundleOf.keys()].filter((file) => bundleOf.get(file) === bundle),
          names,
        ),
        resolveDir: root,
      }));
      onLoad({ filter: /./, namespace: "elsewhere" }, ({ path: file }) => {
        const list = names.get(file).map(([name, shared]) => `${shared} as ${name}`);
        return { contents: `export { ${list.join(", ")} } from "./${bundleOf.get(file)}.js";` };
      });
      onResolve({ filter: /./, namespace: "elsewhere" }, ({ path }) => ({ path, external: true }));
      onResolve({ filter: /./ }, async ({ path, kind, importer, resolveDir, namespace, pluginData }) => {
        if (pluginData === asked || namespace === "shared" || !["entry-point", "import-statement"].includes(kind))
          return;
        const found = await find(path, { kind, importer, resolveDir, namespace, pluginData: asked });
        const bundle = found.namespace === "file" ? bundleOf.get(found.path) : undefined;
        if (bundle === undefined || (kind !== "entry-point" && bundle === bundleOf.get(importer))) return found;
        return { path: found.path, namespace: "elsewhere", sideEffects: false };
      });
    },
  };
}

/** `module.exports` rather than `export`: plain values instead of a getter of a getter for each. */
function contentsOf(files, names) {
  const imports = files.map((file) => {
    const list = names.get(file).map(([name, shared]) => `${name} as ${shared}`);
    return `import { ${list.join(", ")} } from ${JSON.stringify(file)};`;
  });
  const all = files.flatMap((file) => names.get(file).map(([, shared]) => shared));
  return `${imports.join("\n")}\nmodule.exports = { ${all.join(", ")} };`;
}

/** `npx tsx test/toolchain/layouts/main.ts`: this part of `npm run test:toolchain` alone. */
import { mutateLayouts } from "./layer";

mutateLayouts()
  .then((outcomes) => {
    const failed = outcomes.filter(({ error }) => error !== undefined);
    for (const { name, error } of failed) console.log(`FAILED ${name}: ${error ?? ""}`);
    process.exitCode = failed.length === 0 ? 0 : 1;
  })
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 2;
  });

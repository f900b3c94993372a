/** `npm run setup:test`: brings what the tests need. Safe to run again; the second time it only looks. */
import { cache } from "./paths";
import { setUpBrowser, setUpDesktop, setUpGuest, setUpServer, setUpToolchain, SetupError } from "./provision";

async function main(): Promise<void> {
  console.log(
    "Setting up the tests: a browser, a compiler and emulators for Cortex-M, a guest with a USB stack, and VS Code as desktop program (if it can be downloaded) and as server.",
  );
  console.log(`Downloads go to ${cache}; delete that folder to undo. Debian packages are installed only as root.`);
  await setUpBrowser();
  await setUpToolchain();
  await setUpGuest();
  await setUpDesktop();
  await setUpServer();
  console.log("Ready. Run: npm test");
}

main().catch((error: unknown) => {
  console.error(error instanceof SetupError ? error.message : error);
  process.exit(1);
});

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setUpCommand } from "../run/paths";

/** Kernel modules of the guest in the order they are loaded, below `/lib/modules/<version>/kernel`. */
const modules = [
  ...["drivers/usb/common/usb-common", "drivers/usb/core/usbcore"],
  ...["drivers/usb/usbip/usbip-core", "drivers/usb/usbip/vhci-hcd"],
  "drivers/net/ethernet/intel/e1000/e1000",
];

/** Where Debian's packages put what the guest is made of, by the name a person knows it under. */
const programs = {
  "qemu-system-x86_64": ["/usr/bin/qemu-system-x86_64"],
  busybox: ["/bin/busybox", "/usr/bin/busybox"],
  cpio: ["/bin/cpio", "/usr/bin/cpio"],
  ldd: ["/usr/bin/ldd"],
  "dfu-util": ["/usr/bin/dfu-util"],
  usbip: ["/usr/sbin/usbip", "/usr/bin/usbip"],
} as const;

type ProgramName = keyof typeof programs;

export interface GuestTools {
  readonly program: (name: ProgramName) => string;
  readonly kernel: string;
  /** Full names, in the order they are loaded. */
  readonly modules: readonly string[];
}

interface Kernel {
  readonly image: string;
  readonly modules: readonly string[];
}

/** Names of what is not there. */
export function missingGuestTools(): string[] {
  const missing = programNames().filter((name) => find(name) === undefined);
  return findKernel() === undefined ? [...missing, "a kernel with vhci-hcd"] : missing;
}

/** What the guest is made of; throws where something is missing, with the command that brings it. */
export function needGuestTools(): GuestTools {
  const kernel = findKernel();
  const missing = missingGuestTools();
  if (kernel === undefined || missing.length > 0) {
    throw new Error(`Not installed: ${missing.join(", ")}. Run: ${setUpCommand}`);
  }
  return { program: (name) => find(name) ?? name, kernel: kernel.image, modules: kernel.modules };
}

function programNames(): ProgramName[] {
  return Object.keys(programs) as ProgramName[];
}

function find(name: ProgramName): string | undefined {
  return programs[name].find((path) => existsSync(path));
}

/** The newest kernel in /boot that has all its modules here; the machine's own kernel does not matter. */
function findKernel(): Kernel | undefined {
  if (!existsSync("/boot")) return undefined;
  const versions = readdirSync("/boot").flatMap((name) => /^vmlinuz-(.+)$/.exec(name)?.[1] ?? []);
  const byVersion = new Intl.Collator("en", { numeric: true });
  return versions
    .sort((a, b) => byVersion.compare(b, a))
    .map((version) => ({
      image: `/boot/vmlinuz-${version}`,
      modules: modules.map((name) => join("/lib/modules", version, "kernel", `${name}.ko`)),
    }))
    .find((kernel) => kernel.modules.every((path) => existsSync(path)));
}

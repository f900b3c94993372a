import { hex, sizeText } from "../notation";
import type { LayoutProblem, Quantity } from "../layout/boot-layout";
import type { Value } from "../layout/claim";
import type { Device } from "../mcu/device";
import type { ImageRole } from "../project/image-set";
import { text } from "../text";
import { sectorCeiling, sectorFloor, type MbedClaim } from "./mbed-claims";
import { numberOf, type MbedEntry } from "./mbed-config";
import { MbedExpressions } from "./mbed-expression";
import { writeLike } from "./number-literal";
import type { MbedRom, MbedSettings } from "./mbed-settings";

/** What the parameters of the bootloader and update libraries state (rules sheet §7). The tools check none of it. */
export interface LibraryStatements {
  readonly claims: readonly MbedClaim[];
  /** Most that an image may reach to: no claim on where it ends, unless nothing else says so. */
  readonly limits: readonly MbedClaim[];
  readonly problems: readonly LayoutProblem[];
}

/** Default of `mcuboot.header-size` (rules sheet §7). */
const mcubootHeader = 0x1000;

export interface LibraryContext {
  readonly settings: MbedSettings;
  readonly rom: MbedRom | undefined;
  readonly devices: readonly Device[];
  readonly role: ImageRole;
}

export function libraryStatements(context: LibraryContext): LibraryStatements {
  return new Reader(context).read();
}

class Reader {
  private readonly claims: MbedClaim[] = [];
  private readonly limits: MbedClaim[] = [];
  private readonly expressions: MbedExpressions;
  private readonly about: "self" | "application";

  constructor(private readonly context: LibraryContext) {
    this.expressions = new MbedExpressions(context.settings, context.rom);
    this.about = this.isBootloader() ? "application" : "self";
  }

  read(): LibraryStatements {
    // An application whose own place is not in sight is not where its script's defaults say: nothing is compared then.
    if (this.about === "application" || this.placesItself()) {
      this.pelion();
      this.mcuboot();
    }
    return { claims: this.claims, limits: this.limits, problems: [...this.unaligned(), ...this.otherSize()] };
  }

  private isBootloader(): boolean {
    const { role, settings } = this.context;
    const mode = settings.entries.get("mcuboot.bootloader-build")?.value.source;
    if (mode !== undefined) return !["0", "false"].includes(mode);
    if (role !== "other") return role === "bootloader";
    const keys = [...settings.entries.keys()];
    return keys.some((key) => key.startsWith("mbed-bootloader.")) && !settings.entries.has("target.bootloader_img");
  }

  private placesItself(): boolean {
    const { entries } = this.context.settings;
    return ["target.mbed_app_start", "target.app_offset", "target.header_offset"].some((key) => entries.has(key));
  }

  /** The Pelion bootloader: header and application of the active image; in the bootloader's own file under older names too. */
  private pelion(): void {
    this.state(this.claims, "slot", "update-client.application-details");
    const jump = this.entry("mbed-bootloader.application-jump-address");
    const start =
      this.entry("mbed-bootloader.application-start-address") ??
      (this.about === "application" ? this.entry("app.application-start-address") : undefined);
    if (jump !== undefined) this.state(this.claims, "vectors", jump);
    else if (start !== undefined) this.state(this.claims, "vectors", start);
    const size =
      this.entry("mbed-bootloader.max-application-size") ??
      (this.about === "application" ? this.entry("app.max-application-size") : undefined);
    const from = start === undefined ? undefined : numeric(this.expressions.evaluate(start).value);
    if (size !== undefined && from !== undefined) this.state(this.limits, "end", size, from);
  }

  /** MCUboot: the header lies at the start of the primary slot, the vector table behind it. */
  private mcuboot(): void {
    const slot = this.entry("mcuboot.primary-slot-address");
    const at = slot === undefined ? undefined : numeric(this.expressions.evaluate(slot).value);
    if (slot === undefined || at === undefined) return;
    const header = this.entry("mcuboot.header-size");
    if (this.context.settings.open.has("mcuboot.header-size")) return;
    const size = header === undefined ? mcubootHeader : numeric(this.expressions.evaluate(header).value);
    this.state(this.claims, "slot", slot);
    if (header !== undefined) this.state(this.claims, "headerSize", header);
    else this.claims.push(this.byDefault("headerSize", slot, mcubootHeader));
    if (size !== undefined)
      this.claims.push({ ...this.claim("vectors", slot, size), label: `${slot.key} + header`, derived: true });
    const room = this.entry("mcuboot.slot-size");
    if (room !== undefined) this.state(this.limits, "end", room, at);
  }

  private entry(key: string): MbedEntry | undefined {
    return this.context.settings.entries.get(key);
  }

  private state(into: MbedClaim[], quantity: Quantity, of: string | MbedEntry, base = 0): void {
    const entry = typeof of === "string" ? this.entry(of) : of;
    if (entry !== undefined) into.push(this.claim(quantity, entry, base));
  }

  /** What `entry` says, counted from `base`. */
  private claim(quantity: Quantity, entry: MbedEntry, base: number): MbedClaim {
    const { value, edit } = this.expressions.evaluate(entry);
    return {
      about: this.about,
      quantity,
      statedBy: "mbed-config",
      label: entry.key,
      value: value.known ? { known: true, value: value.value + base } : value,
      source: { type: "file", range: entry.value.range },
      kind: "declared",
      edit: edit.editable ? { ...edit, sites: edit.sites.map((site) => ({ ...site, base: site.base + base })) } : edit,
    };
  }

  /** What holds because no file says otherwise. */
  private byDefault(quantity: Quantity, beside: MbedEntry, value: number): MbedClaim {
    const edit = { editable: false, reason: text("it is the default of MCUboot, which no file overrides") } as const;
    return { ...this.claim(quantity, beside, 0), label: "mcuboot.header-size", value: { known: true, value }, edit };
  }

  /** The bootloader's own area is what the tools leave it (rules sheet §7). */
  private otherSize(): LayoutProblem[] {
    const [own, restrict] = [this.entry("mbed-bootloader.bootloader-size"), this.entry("target.restrict_size")];
    if (own === undefined || restrict === undefined) return [];
    const { value, edit } = this.expressions.evaluate(own);
    const [size, limit] = [numeric(value), numberOf(restrict)];
    if (size === undefined || limit === undefined || size === limit) return [];
    const [site] = edit.editable ? edit.sites : [];
    const same = site === undefined ? undefined : writeLike(site.current, limit - site.base);
    return [
      {
        code: "mbed-key-conflict",
        severity: "warning",
        range: own.value.range,
        message: text(
          "{0} gives the bootloader {1}, but target.restrict_size gives it {2}.",
          own.key,
          sizeText(size),
          sizeText(limit),
        ),
        ...(site !== undefined &&
          same !== undefined && {
            fix: {
              title: text("Write {0}", same),
              edits: [{ range: site.range, current: site.current, replacement: same }],
              preferred: true,
            },
          }),
      },
    ];
  }

  /** Storage that shares a sector with something else is erased together with it. */
  private unaligned(): LayoutProblem[] {
    const { settings, devices } = this.context;
    return [...settings.entries.values()].flatMap((entry) => {
      if (!storageAddress.test(entry.key)) return [];
      const { value, edit } = this.expressions.evaluate(entry);
      const at = numeric(value);
      const floor = at === undefined ? undefined : sectorFloor(devices, at);
      if (at === undefined || floor === undefined || floor === at) return [];
      const { range } = entry.value;
      const message = text(
        "{0} is {1}, inside the sector that begins at {2}: storage must start on a sector.",
        entry.key,
        hex(at),
        hex(floor),
      );
      const next = sectorCeiling(devices, at);
      const [site] = edit.editable && next !== undefined ? edit.sites : [];
      const moved = site === undefined || next === undefined ? undefined : writeLike(site.current, next - site.base);
      return [
        {
          code: "mbed-storage-unaligned",
          severity: "warning" as const,
          range,
          message,
          ...(site !== undefined &&
            moved !== undefined && {
              fix: {
                title: text("Write {0}, where the next sector begins", moved),
                edits: [{ range: site.range, current: site.current, replacement: moved }],
                preferred: false,
              },
            }),
        },
      ];
    });
  }
}

/** Parameters that hold the address of storage in flash (rules sheet §7). */
const storageAddress =
  /^(update-client\.storage-address|storage_\w+\.internal_base_address|nvstore\.area_\d_address|.*sotp-section-\d-address)$/;

function numeric(value: Value<number>): number | undefined {
  return value.known ? value.value : undefined;
}

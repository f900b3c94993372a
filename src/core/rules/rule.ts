import type { BootLayout } from "../layout/boot-layout";
import type { Claim } from "../layout/claim";
import type { Text } from "../text";
import type { Finding, Fix } from "./finding";

/** A check over one layout: pure, and silent where something it needs is not known. */
export type Rule = (layout: BootLayout) => readonly Draft[];

/** A finding before fixes, conditions and configurations are put to it. */
export type Draft = Pick<Finding, "code" | "severity" | "range" | "message"> &
  Partial<Pick<Finding, "related" | "condition">> & {
    /** What would mend it: fixes are made from these. */
    readonly mend?: readonly Mend[];
    /** What is mended by moving text rather than by saying another value. */
    readonly fixes?: readonly Fix[];
  };

/** What should be true instead, in every place that states it. Addresses and sizes in bytes. */
export type Mend =
  /** The image begins at `slot` and has its vector table at `vectors`; its end stays. */
  | {
      readonly kind: "place";
      readonly image: string;
      readonly slot: number;
      readonly vectors: number;
      readonly preferred: boolean;
    }
  | { readonly kind: "header-size"; readonly image: string; readonly size: number; readonly preferred: boolean }
  /** The image ends at `end`: what reaches farther is cut back, or with `every` all places say so. */
  | {
      readonly kind: "end";
      readonly image: string;
      readonly end: number;
      readonly every?: true;
      readonly preferred: boolean;
    }
  /** The image jumps to the system bootloader at `address`, wherever it says `from` now. */
  | {
      readonly kind: "system-bootloader";
      readonly image: string;
      readonly from: number;
      readonly address: number;
      readonly preferred: boolean;
    }
  /** One claim says `value`. */
  | {
      readonly kind: "claim";
      readonly claim: Claim<number>;
      readonly label: string;
      readonly value: number;
      readonly title: Text;
      readonly preferred: boolean;
    };

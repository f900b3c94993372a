/** A DfuSe memory layout, from the interface string of an alternate setting (DfuSe 1.1a; AN3156). */
export interface MemoryLayout {
  readonly name: string;
  readonly segments: readonly LayoutSegment[];
}

/** `count` units of `size` bytes from `base`, all with the same access. */
export interface LayoutSegment {
  readonly base: number;
  readonly size: number;
  readonly count: number;
  readonly readable: boolean;
  readonly erasable: boolean;
  readonly writable: boolean;
}

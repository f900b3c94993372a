import type { SnippetKind } from "../core/snippets/request";
import { JumpActions } from "./code-action";
import { SnippetCompletions } from "./completion";
import { insertSnippet, type SnippetDeps } from "./flow";
import type { SnippetPreview } from "./preview";

/** What the registered command and providers do; a bundle of its own, loaded on first use. */
export class SnippetFeature {
  readonly completions: SnippetCompletions;
  readonly actions: JumpActions;

  constructor(
    private readonly deps: SnippetDeps,
    private readonly preview: SnippetPreview,
  ) {
    this.completions = new SnippetCompletions(deps.analysis);
    this.actions = new JumpActions(deps.analysis);
  }

  insert(kind: SnippetKind, part?: string): Promise<void> {
    return insertSnippet(this.deps, this.preview, kind, part);
  }
}

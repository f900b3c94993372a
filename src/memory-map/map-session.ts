import { explain } from "../core/errors";
import type { BootLayout } from "../core/layout/boot-layout";
import type { SourceRange } from "../core/project/snapshot";
import { memoryMapScene } from "../core/scene/memory-map";
import type { Say } from "../core/scene/options";
import { text } from "../core/text";
import { parseIntent, protocolVersion, type HostMessage, type Intent } from "../protocol/memory-map";
import { mentionedUris } from "./mentioned";
import { pageWords, welcomeWords } from "./words";

export interface SessionPorts {
  layouts(): readonly BootLayout[];
  post(message: HostMessage): void;
  /** Shows a range in an editor. May fail: the file may be gone. */
  open(range: SourceRange): Promise<void>;
  say: Say;
  warn(sentence: string): void;
}

/** The host's side of one open map: owns what is selected, answers the page's intents. Knows no VS Code. */
export class MapSession {
  private ready = false;

  constructor(
    private readonly ports: SessionPorts,
    private selected?: string,
  ) {}

  /** Takes a message of the page; resolves when it is answered, and never rejects. */
  async receive(message: unknown): Promise<void> {
    const intent = parseIntent(message);
    if (intent === undefined) {
      this.ports.warn("The memory map's page sent a message that is no intent; ignored.");
      return;
    }
    await this.act(intent);
  }

  /** Pushes the whole state; call it whenever the layouts have changed. */
  refresh(): void {
    if (!this.ready) {
      return;
    }
    const layouts = this.ports.layouts();
    const layout = layouts.find((one) => one.id === this.selected) ?? layouts[0];
    if (layout === undefined) {
      this.ports.post({ type: "empty", welcome: welcomeWords(this.ports.say) });
      return;
    }
    this.ports.post({
      type: "scene",
      layouts: layouts.map((one) => ({ id: one.id, name: layoutName(one) })),
      selected: layout.id,
      scene: memoryMapScene(layout, { say: this.ports.say }),
    });
  }

  private async act(intent: Intent): Promise<void> {
    switch (intent.type) {
      case "ready":
        this.ready = true;
        this.ports.post({ type: "hello", version: protocolVersion, words: pageWords(this.ports.say) });
        this.refresh();
        return;
      case "select":
        this.selected = intent.layout;
        this.refresh();
        return;
      case "reveal":
        await this.reveal(intent.request, intent.range);
    }
  }

  private async reveal(request: number, range: SourceRange): Promise<void> {
    if (!mentionedUris(this.ports.layouts()).has(range.uri)) {
      const reason = this.ports.say(text("This line is no longer part of any layout."));
      this.ports.post({ type: "failed", request, reason });
      return;
    }
    try {
      await this.ports.open(range);
      this.ports.post({ type: "done", request });
    } catch (error) {
      this.ports.warn(`${range.uri}: ${explain(error)}`);
      this.ports.post({ type: "failed", request, reason: explain(error) });
    }
  }
}

/** `stm32-boot-app`, and the configuration where it has a name of its own. */
function layoutName({ set, configuration }: BootLayout): string {
  const name = configuration.target ?? configuration.id;
  return name === "" || name === "default" || name === set.name ? set.name : `${set.name} · ${name}`;
}

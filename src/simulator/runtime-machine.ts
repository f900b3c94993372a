import type { Clock, ControlSetup } from "../core/dfu/device";
import { dfuRequest } from "../core/dfu/requests";
import { dfuState } from "../core/dfu/status";
import { stall } from "./dfu-machine";
import type { RuntimeModel } from "./board-model";

/** The DFU interface of a running application (DFU 1.1 §5.1 and §A.2.1): it waits for DETACH. */
export class RuntimeMachine {
  /** When appDETACH ends by itself; null: appIDLE. */
  private detachUntil: number | null = null;

  /** @param enterDfu takes the board off the bus and brings it back in DFU mode */
  constructor(
    private readonly model: RuntimeModel,
    private readonly clock: Clock,
    private readonly enterDfu: () => void,
  ) {}

  restart(): void {
    this.detachUntil = null;
  }

  controlIn(setup: ControlSetup): Uint8Array {
    switch (setup.request) {
      case dfuRequest.getStatus:
        return Uint8Array.of(0, 0, 0, 0, this.state(), 0);
      case dfuRequest.getState:
        return Uint8Array.of(this.state());
      default:
        throw stall("request");
    }
  }

  controlOut(setup: ControlSetup): void {
    if (setup.request !== dfuRequest.detach || this.state() !== dfuState.appIdle) throw stall("request");
    if (this.model.willDetach) {
      this.enterDfu();
    } else {
      this.detachUntil = this.clock.now() + Math.min(setup.value, this.model.detachTimeout);
    }
  }

  portReset(): void {
    const asked = this.state() === dfuState.appDetach;
    this.detachUntil = null;
    if (asked) this.enterDfu();
  }

  private state(): number {
    if (this.detachUntil !== null && this.clock.now() > this.detachUntil) this.detachUntil = null;
    return this.detachUntil === null ? dfuState.appIdle : dfuState.appDetach;
  }
}

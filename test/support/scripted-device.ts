import { TransferError, type ControlSetup, type DfuDevice, type TransferFailure } from "../../src/core/dfu/device";
import { dfuRequest } from "../../src/core/dfu/requests";
import { VirtualClock } from "../../src/simulator/virtual-clock";

/** An answer to GETSTATUS, or the failure of one transfer. */
export type StatusAnswer = readonly [status: number, poll: number, state: number] | TransferFailure;

export interface Script {
  /** Answers to GETSTATUS in their order, the last one for ever. */
  readonly status: readonly StatusAnswer[];
  /** Answers to UPLOAD in their order, the last one for ever; bytes, or how it fails. */
  readonly upload?: readonly (readonly number[] | TransferFailure)[];
  /** Failure of the nth request that goes out, counted from 0. */
  readonly out?: Readonly<Record<number, TransferFailure>>;
  readonly reset?: TransferFailure;
  /** GET_DESCRIPTOR: bytes by its value (type × 256 + index); others stall. */
  readonly descriptors?: Readonly<Record<number, readonly number[]>>;
  /** GETSTATE; left out: the state of the last GETSTATUS. */
  readonly state?: number | TransferFailure;
}

const names = Object.entries(dfuRequest);

/** A device that does what a script says, and keeps what it was asked: `download 2 [5]`, `getStatus`, `alternate 3`. */
export function scriptedDevice(script: Script) {
  const clock = new VirtualClock();
  const log: string[] = [];
  const sent: Uint8Array[] = [];
  let statuses = 0;
  let uploads = 0;
  let outs = 0;
  let state = 2;
  const fail = (failure: TransferFailure) => Promise.reject(new TransferError(failure, failure));
  const next = <T>(answers: readonly T[], index: number): T => {
    const answer = answers[Math.min(index, answers.length - 1)];
    if (answer === undefined) throw new Error("the script has no answer");
    return answer;
  };
  const nameOf = (setup: ControlSetup) => names.find(([, request]) => request === setup.request)?.[0] ?? "?";
  const device: DfuDevice = {
    controlIn(setup, length) {
      if (setup.requestType === "standard") {
        const bytes = script.descriptors?.[setup.value];
        return bytes === undefined ? fail("stall") : Promise.resolve(Uint8Array.from(bytes).slice(0, length));
      }
      log.push(setup.request === dfuRequest.upload ? `upload ${setup.value} [${length}]` : nameOf(setup));
      if (setup.request === dfuRequest.getState) {
        const answer = script.state ?? state;
        return typeof answer === "string" ? fail(answer) : Promise.resolve(Uint8Array.of(answer));
      }
      if (setup.request === dfuRequest.upload) {
        const answer = next<readonly number[] | TransferFailure>(script.upload ?? ["stall"], uploads++);
        return typeof answer === "string" ? fail(answer) : Promise.resolve(Uint8Array.from(answer));
      }
      const answer = next(script.status, statuses++);
      if (typeof answer === "string") return fail(answer);
      const [status, poll, now] = answer;
      state = now;
      return Promise.resolve(Uint8Array.of(status, poll & 255, (poll >> 8) & 255, (poll >> 16) & 255, now, 0));
    },
    controlOut(setup, data) {
      const isData = setup.request === dfuRequest.download || setup.request === dfuRequest.detach;
      log.push(isData ? `${nameOf(setup)} ${setup.value} [${data.length}]` : nameOf(setup));
      sent.push(data.slice());
      const failure = script.out?.[outs++];
      return failure === undefined ? Promise.resolve() : fail(failure);
    },
    selectAlternate(_, alternate) {
      log.push(`alternate ${alternate}`);
      return Promise.resolve();
    },
    reset() {
      log.push("reset");
      return script.reset === undefined ? Promise.resolve() : fail(script.reset);
    },
  };
  return { device, clock, log, sent, port: { device, interfaceNumber: 0 } };
}

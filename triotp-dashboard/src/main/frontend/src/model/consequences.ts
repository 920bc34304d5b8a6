import type { ActionName, Process } from "../endpoint/contract";
import { plural } from "./words";

/**
 * What an action will do, said before it is done.
 */
export function consequences(process: Process, action: ActionName): string[] {
  const strategy = process.supervisor?.strategy;
  switch (action) {
    case "restart":
      return [
        `${process.path} is stopped in order and started again; it counts as no restart.`,
        ...together(strategy),
        ...lostWithIt(process),
      ];
    case "terminate":
      return [`${process.path} is stopped and stays stopped until somebody starts it.`, ...lostWithIt(process)];
    case "start":
      return [`${process.path} is started now${process.place?.state === "RESTARTING" ? ", before its time" : ""}.`];
    case "suspend":
      return [`${process.path} handles no messages until it is resumed. They wait; callers may time out.`];
    case "resume":
      return [`${process.path} handles messages again, those that have waited first.`];
    case "kill":
      return [
        `${process.path} ends at once, without cleaning up. Its supervisor does what it does when a process ends:`,
        afterKill(process),
        ...together(strategy),
        ...lostWithIt(process),
      ];
  }
}

function afterKill(process: Process): string {
  switch (process.place?.restart) {
    case "PERMANENT":
    case "TRANSIENT":
      return "it is started again, and that counts towards the limit of the supervisor.";
    case "TEMPORARY":
      return "it is not started again.";
    case undefined:
      return "it has no supervisor, so nobody starts it again.";
  }
}

function together(strategy: string | undefined): string[] {
  switch (strategy) {
    case "ONE_FOR_ALL":
      return ["All children of its supervisor are restarted with it (one-for-all)."];
    case "REST_FOR_ONE":
      return ["The children started after it are restarted with it (rest-for-one)."];
    default:
      return [];
  }
}

function lostWithIt(process: Process): string[] {
  const waiting = process.mailbox?.size ?? 0;
  return waiting === 0 ? [] : [`${plural(waiting, "message")} in its mailbox ${waiting === 1 ? "is" : "are"} lost.`];
}

/** Which actions make sense for it now. Whether they are allowed is decided by the server. */
export function actionsFor(process: Process): ActionName[] {
  const state = process.place?.state;
  const running = process.state !== undefined;
  const worker = process.kind === "WORKER";
  const supervised = process.place !== undefined;
  const result: ActionName[] = [];
  if (running && supervised && process.place?.restart !== "TEMPORARY") {
    result.push("restart");
  }
  if (running && worker) {
    result.push(process.state === "SUSPENDED" ? "resume" : "suspend");
  }
  if (!running && supervised && state !== "STARTING" && state !== "STOPPING") {
    result.push("start");
  }
  if (running && supervised && process.supervisor !== undefined) {
    result.push("terminate");
  }
  if (running) {
    result.push("kill");
  }
  return result;
}

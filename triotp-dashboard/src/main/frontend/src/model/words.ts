import type { EventType, PlaceState, TreeNode } from "../endpoint/contract";

/** How things are said to people. Pure: what time it is, is a parameter. */

const numbers = new Intl.NumberFormat("en-US");

export function count(value: number): string {
  return numbers.format(value);
}

export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** In at most two units: `1.4 s`, `12 min 4 s`, `3 d 2 h`. */
export function seconds(value: number): string {
  if (value < 0.001) {
    return "0 s";
  }
  if (value < 1) {
    return `${Math.round(value * 1000)} ms`;
  }
  if (value < 10 && !Number.isInteger(value)) {
    return `${value.toFixed(1)} s`;
  }
  const whole = Math.floor(value);
  if (whole < 60) {
    return `${whole} s`;
  }
  if (whole < 3600) {
    return twoUnits(Math.floor(whole / 60), "min", whole % 60, "s");
  }
  if (whole < 86_400) {
    return twoUnits(Math.floor(whole / 3600), "h", Math.floor((whole % 3600) / 60), "min");
  }
  return twoUnits(Math.floor(whole / 86_400), "d", Math.floor((whole % 86_400) / 3600), "h");
}

function twoUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

export function ago(at: string, now: number): string {
  const passed = Math.max(0, (now - Date.parse(at)) / 1000);
  return passed < 1 ? "now" : `${seconds(Math.floor(passed))} ago`;
}

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** Local time; whoever shows it shows the instant besides. */
export function timeOfDay(at: string | number): string {
  return clock.format(typeof at === "string" ? Date.parse(at) : at);
}

/** `com.acme.orders.OrderServer$State` is `OrderServer.State` to people. */
export function shortClass(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1).replaceAll("$", ".");
}

/** `com.acme.Till.handle(Till.java:88)` is `Till.handle(Till.java:88)` to people. */
export function shortFrame(frame: string): string {
  const bracket = frame.indexOf("(");
  const head = bracket < 0 ? frame : frame.slice(0, bracket);
  const parts = head.slice(head.lastIndexOf("/") + 1).split(".");
  return parts.slice(-2).join(".").replaceAll("$", ".") + (bracket < 0 ? "" : frame.slice(bracket));
}

/** ISO 8601 as the endpoint writes what is configured: `PT5S` is `5 s`. */
export function isoDuration(text: string): string {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text);
  if (parts === null) {
    return text;
  }
  const [, days, hours, minutes, rest] = parts;
  const total = Number(days ?? 0) * 86_400 + Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(rest ?? 0);
  return seconds(total);
}

export function enumWords(name: string): string {
  return name.toLowerCase().replaceAll("_", " ");
}

const EVENT_WORDS: Record<EventType, string> = {
  PROCESS_CRASHED: "crashed",
  PROCESS_EXITED: "ended",
  PROCESS_RESTARTED: "restarted",
  RESTART_GRANTED: "restart granted",
  START_DELAYED: "waits to be started",
  START_FAILED: "did not start",
  SUPERVISOR_GAVE_UP: "gave up",
  PROBE_FAILED: "probe failed",
  MAILBOX_HIGH: "mailbox high",
  MAILBOX_OK: "mailbox low again",
  WEDGED: "stuck in a handler",
  FREED: "no longer stuck",
  DEAD_LETTERS: "messages lost",
  CALL_TIMEOUT: "call timed out",
  STORE_DOWN: "store down",
  STORE_UP: "store serves again",
  ADMIN_ACTION: "action",
  ADMIN_ACTION_FAILED: "action failed",
  APPLICATION_STARTED: "application started",
  APPLICATION_STOPPED: "application stopped",
  APPLICATION_ENDED: "application ended",
  APPLICATION_FAILED: "application failed",
};

export function eventWords(type: EventType): string {
  return EVENT_WORDS[type] ?? enumWords(type);
}

/** A state has a word and a shape; its colour says nothing that these do not. */
export type Mood = "well" | "busy" | "quiet" | "trouble" | "broken";

export function mood(state: PlaceState): Mood {
  switch (state) {
    case "RUNNING":
    case "WAITING":
      return "well";
    case "STARTING":
    case "EXITING":
    case "STOPPING":
    case "SUSPENDED":
      return "busy";
    case "RESTARTING":
      return "trouble";
    case "FAILED":
      return "broken";
    case "NOT_STARTED":
    case "STOPPED":
    case "ENDED":
      return "quiet";
  }
}

export function strategyWords(node: TreeNode): string {
  if (node.kind === "WORKER") {
    return "";
  }
  const strategy = node.kind === "DYNAMIC_SUPERVISOR" ? "dynamic" : enumWords(node.strategy ?? "ONE_FOR_ONE").replaceAll(" ", "-");
  const limit = node.maxRestarts === undefined || node.period === undefined ? "" : ` ${node.maxRestarts} in ${isoDuration(node.period)}`;
  return strategy + limit;
}

import type { Event, EventType, Severity } from "../endpoint/contract";

/**
 * The history as lanes, one for each place, below the supervisor it belongs to. What lasts is a span: a place that is
 * down until it was restarted, one that waits for its start, one that has failed.
 */

export type MarkKind = "crash" | "end" | "restart" | "gaveUp" | "warning" | "action" | "start";

export interface Mark {
  kind: MarkKind;
  at: number;
  event: Event;
}

export type SpanKind = "down" | "waiting" | "failed" | "stuck";

export interface Span {
  kind: SpanKind;
  from: number;
  /** `undefined`: it lasts. */
  to: number | undefined;
}

export interface Lane {
  path: string;
  supervisor: string;
  marks: Mark[];
  spans: Span[];
  crashes: number;
  restarts: number;
  /** How bad it was: lanes with the worst come first. */
  weight: number;
  last: number;
}

export interface Group {
  supervisor: string;
  lanes: Lane[];
  weight: number;
}

const MARKS: Partial<Record<EventType, MarkKind>> = {
  PROCESS_CRASHED: "crash",
  PROCESS_EXITED: "end",
  PROCESS_RESTARTED: "restart",
  START_FAILED: "crash",
  SUPERVISOR_GAVE_UP: "gaveUp",
  APPLICATION_FAILED: "gaveUp",
  PROBE_FAILED: "warning",
  MAILBOX_HIGH: "warning",
  WEDGED: "warning",
  DEAD_LETTERS: "warning",
  CALL_TIMEOUT: "warning",
  STORE_DOWN: "crash",
  STORE_UP: "restart",
  ADMIN_ACTION: "action",
  ADMIN_ACTION_FAILED: "action",
  APPLICATION_STARTED: "start",
  APPLICATION_STOPPED: "end",
  APPLICATION_ENDED: "end",
};

const WEIGHTS: Record<MarkKind, number> = { gaveUp: 1000, crash: 10, warning: 2, end: 1, restart: 1, action: 1, start: 0 };

export function supervisorOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

/** @param events in any order, each once */
export function lanes(events: readonly Event[]): Lane[] {
  const byPath = new Map<string, Event[]>();
  for (const event of [...events].sort((one, other) => one.seq - other.seq)) {
    const list = byPath.get(event.path);
    if (list === undefined) {
      byPath.set(event.path, [event]);
    } else {
      list.push(event);
    }
  }
  return [...byPath].map(([path, own]) => lane(path, own)).filter((each) => each.marks.length > 0);
}

function lane(path: string, events: readonly Event[]): Lane {
  const marks = events.flatMap((event): Mark[] => {
    const kind = MARKS[event.type];
    return kind === undefined ? [] : [{ kind, at: Date.parse(event.at), event }];
  });
  return {
    path,
    supervisor: supervisorOf(path),
    marks,
    spans: spans(events),
    crashes: marks.filter((mark) => mark.kind === "crash").length,
    restarts: marks.filter((mark) => mark.kind === "restart").length,
    weight: marks.reduce((sum, mark) => sum + WEIGHTS[mark.kind], 0),
    last: marks.length === 0 ? 0 : marks[marks.length - 1]!.at,
  };
}

/** Only what has an end that is known can last: a process that ended for good is not "down". */
function spans(events: readonly Event[]): Span[] {
  const result: Span[] = [];
  let open: Span | undefined;
  let stuck: Span | undefined;
  const close = (at: number) => {
    if (open !== undefined) {
      open.to = at;
      open = undefined;
    }
  };
  for (const event of events) {
    const at = Date.parse(event.at);
    switch (event.type) {
      case "PROCESS_CRASHED":
      case "START_FAILED":
        close(at);
        if (stuck !== undefined) {
          stuck.to = at;
          stuck = undefined;
        }
        open = { kind: "down", from: at, to: undefined };
        result.push(open);
        break;
      case "START_DELAYED":
        close(at);
        open = { kind: "waiting", from: at, to: undefined };
        result.push(open);
        break;
      case "STORE_DOWN":
        close(at);
        open = { kind: "down", from: at, to: undefined };
        result.push(open);
        break;
      case "SUPERVISOR_GAVE_UP":
      case "APPLICATION_FAILED":
        close(at);
        open = { kind: "failed", from: at, to: undefined };
        result.push(open);
        break;
      case "PROCESS_RESTARTED":
      case "STORE_UP":
      case "APPLICATION_STARTED":
      case "PROCESS_EXITED":
      case "APPLICATION_STOPPED":
      case "APPLICATION_ENDED":
        close(at);
        break;
      case "WEDGED":
        stuck = { kind: "stuck", from: at, to: undefined };
        result.push(stuck);
        break;
      case "FREED":
        if (stuck !== undefined) {
          stuck.to = at;
          stuck = undefined;
        }
        break;
      default:
    }
  }
  return result;
}

/**
 * Lanes below their supervisors, what was worst first. A crash that nobody answered is no longer "down" once its
 * supervisor has given up: the supervisor's lane tells that.
 */
export function groups(all: readonly Lane[]): Group[] {
  const bySupervisor = new Map<string, Lane[]>();
  for (const each of all) {
    const list = bySupervisor.get(each.supervisor);
    if (list === undefined) {
      bySupervisor.set(each.supervisor, [each]);
    } else {
      list.push(each);
    }
  }
  return [...bySupervisor]
    .map(([supervisor, own]) => ({
      supervisor,
      lanes: own.sort((one, other) => other.weight - one.weight || other.last - one.last || one.path.localeCompare(other.path)),
      weight: Math.max(...own.map((each) => each.weight)),
    }))
    .sort((one, other) => other.weight - one.weight || one.supervisor.localeCompare(other.supervisor));
}

/** What would lie over each other is shown as one, with how many there are. */
export interface Cluster {
  kind: MarkKind;
  /** Where the first of them is, and the last. */
  x: number;
  end: number;
  marks: Mark[];
}

/** A restart right behind its crash says nothing that the crash does not: what took longer is a span. */
export function clusters(marks: readonly Mark[], from: number, to: number, width: number, apart: number): Cluster[] {
  const result: Cluster[] = [];
  const last = new Map<MarkKind, Cluster>();
  for (const mark of marks) {
    if (mark.at < from || mark.at > to) {
      continue;
    }
    const x = ((mark.at - from) / (to - from)) * width;
    const crash = last.get("crash");
    if (mark.kind === "restart" && crash !== undefined && x - crash.end < apart) {
      continue;
    }
    const near = last.get(mark.kind);
    if (near !== undefined && x - near.x < apart) {
      near.marks.push(mark);
      near.end = x;
    } else {
      const cluster = { kind: mark.kind, x, end: x, marks: [mark] };
      last.set(mark.kind, cluster);
      result.push(cluster);
    }
  }
  return result;
}

/** The same kind of crash at the same place in the code. */
export interface CrashGroup {
  signature: string;
  type: string;
  where: string | undefined;
  count: number;
  first: number;
  last: number;
  paths: string[];
  example: Event;
}

export function crashGroups(events: readonly Event[]): CrashGroup[] {
  const found = new Map<string, CrashGroup>();
  for (const event of events) {
    if (event.type !== "PROCESS_CRASHED" && event.type !== "START_FAILED") {
      continue;
    }
    const type = event.exception?.type ?? event.reason ?? "unknown";
    const where = event.exception?.where;
    const signature = `${type} at ${where ?? "?"}`;
    const at = Date.parse(event.at);
    const group = found.get(signature);
    if (group === undefined) {
      found.set(signature, { signature, type, where, count: 1, first: at, last: at, paths: [event.path], example: event });
      continue;
    }
    group.count++;
    group.first = Math.min(group.first, at);
    if (at >= group.last) {
      group.last = at;
      group.example = event;
    }
    if (!group.paths.includes(event.path)) {
      group.paths.push(event.path);
    }
  }
  return [...found.values()].sort((one, other) => other.count - one.count || other.last - one.last);
}

/** What is told of one instant: for the table that says the same as the picture. */
export function severityOf(marks: readonly Mark[]): Severity {
  if (marks.some((mark) => mark.event.severity === "ERROR")) {
    return "ERROR";
  }
  return marks.some((mark) => mark.event.severity === "WARNING") ? "WARNING" : "INFO";
}

export const RANGES = [60, 300, 900, 3600, 21_600] as const;

/** The shortest range that has all trouble in it. */
export function fitting(events: readonly Event[], now: number): number {
  const first = events.find((event) => event.severity !== "INFO");
  const back = first === undefined ? 0 : (now - Date.parse(first.at)) / 1000;
  return RANGES.find((each) => back <= each * 0.95) ?? RANGES[RANGES.length - 1]!;
}

/** Round times for the axis, at most `most` of them. */
export function ticks(from: number, to: number, most: number): number[] {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400].map((s) => s * 1000);
  const step = steps.find((each) => (to - from) / each <= most) ?? 86_400_000 * Math.ceil((to - from) / 86_400_000 / most);
  const result: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    result.push(at);
  }
  return result;
}

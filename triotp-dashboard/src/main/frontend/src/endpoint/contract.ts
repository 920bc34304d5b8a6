/**
 * What the endpoint answers, as far as the page uses it. The fields are described in docs/fields.md.
 */

export type Kind = "SUPERVISOR" | "DYNAMIC_SUPERVISOR" | "WORKER";

export type ProcessState = "STARTING" | "WAITING" | "RUNNABLE" | "RUNNING" | "SUSPENDED" | "EXITING";

export type PlaceState =
  | "NOT_STARTED"
  | "STARTING"
  | "WAITING"
  | "RUNNING"
  | "SUSPENDED"
  | "EXITING"
  | "RESTARTING"
  | "STOPPING"
  | "STOPPED"
  | "ENDED"
  | "FAILED";

export type Severity = "INFO" | "WARNING" | "ERROR";

export type Strategy = "ONE_FOR_ONE" | "ONE_FOR_ALL" | "REST_FOR_ONE";

export type RestartRule = "PERMANENT" | "TRANSIENT" | "TEMPORARY";

export interface Exit {
  path?: string;
  reason: string;
  exception?: string;
  detail?: string;
  at?: string;
}

export interface Problem {
  code: string;
  severity: Severity;
  path: string;
  detail: string;
}

export interface Application {
  name: string;
  rootId: string;
  state: PlaceState;
  processes: number;
  restarts: number;
  lastExit?: Exit;
  endReason?: Exit;
}

export interface Summary {
  generatedAt: string;
  node: { name: string; version?: string; startedAt: string };
  access: { actions: boolean; values: string; stream: boolean };
  processes: { total: number; supervisors: number; byState: Partial<Record<ProcessState, number>> };
  mailboxes: { messages: number; largest?: { id: string; path?: string; label?: string; size: number }; high: number };
  restarts: { total: number; lastMinute: number; lastHour: number; lastAt?: string };
  deadLetters: { total: number; lastMinute: number };
  zombies: { running: number; reported: number };
  events: { oldestSeq: number; newestSeq: number; capacity: number; dropped: number };
  problems: Problem[];
  applications: Application[];
}

export interface Descendants {
  processes: number;
  mailbox: number;
  restarts: number;
  restarting: number;
  stopped: number;
  wedged: number;
  partial?: boolean;
}

export interface TreeNode {
  path: string;
  name: string;
  kind: Kind;
  strategy?: Strategy;
  maxRestarts?: number;
  period?: string;
  restartsInPeriod?: number;
  restart: RestartRule;
  shutdown: string;
  state: PlaceState;
  restartAt?: string;
  mailbox?: number;
  capacity?: number;
  workingSeconds?: number;
  restarts?: number;
  incarnation: number;
  lastExit?: Exit;
  behavior?: string;
  durable?: { version: number; committedAt?: string; uncommittedSeconds?: number };
  childCount: number;
  childrenTruncated?: boolean;
  children?: string[];
  descendants?: Descendants;
}

export interface Tree {
  generatedAt: string;
  roots: string[];
  depth: number;
  limit: number;
  returned: number;
  truncated: boolean;
  nextCursor?: string;
  nodes: Record<string, TreeNode>;
  warnings: string[];
}

export interface ProcessRow {
  id: string;
  path: string;
  kind: Kind;
  behavior?: string;
  state: ProcessState;
  mailbox: number;
  handled: number;
  message?: string;
  workingSeconds?: number;
  restarts?: number;
  startedAt: string;
}

export interface Processes {
  generatedAt: string;
  total: number;
  matched: number;
  returned: number;
  truncated: boolean;
  nextCursor?: string;
  partial?: boolean;
  processes: ProcessRow[];
}

export interface Neighbour {
  id: string;
  path: string;
}

export interface Bonds {
  total: number;
  some: Neighbour[];
}

export interface Process {
  generatedAt: string;
  id: string;
  path: string;
  kind: Kind;
  behavior?: string;
  state?: ProcessState;
  place?: {
    state: PlaceState;
    restart: RestartRule;
    shutdown: string;
    significant: boolean;
    incarnation: number;
    restarts: number;
    restartAt?: string;
    lastExit?: Exit;
  };
  names?: string[];
  startedAt?: string;
  handled?: number;
  current?: { message?: string; seconds?: number; waitsFor?: Neighbour[] };
  mailbox?: {
    size: number;
    capacity?: number;
    overflow?: string;
    oldestAtLeastSeconds?: number;
    messages: { type: string; count: number }[];
  };
  durable?: {
    store: string;
    type: string;
    key: string;
    version: number;
    committedAt?: string;
    uncommittedSeconds?: number;
    reminders: { name: string; due: string }[];
  };
  supervisor?: {
    id: string;
    path: string;
    strategy?: Strategy;
    restartsInPeriod?: number;
    maxRestarts?: number;
  };
  links?: Bonds;
  monitors?: Bonds;
  monitoredBy?: Bonds;
  timers?: number;
  thread?: { id: number; name: string; virtual: boolean; state: string };
  stack?: string[];
  serverState?: { type?: string; value?: unknown; unavailable?: string };
  unsupported: string[];
  crashes: number;
  restarts: number;
  lastEvents: Event[];
}

export interface Failure {
  type: string;
  where?: string;
  frames: string[];
}

export type EventType =
  | "PROCESS_CRASHED"
  | "PROCESS_EXITED"
  | "PROCESS_RESTARTED"
  | "RESTART_GRANTED"
  | "START_DELAYED"
  | "START_FAILED"
  | "SUPERVISOR_GAVE_UP"
  | "PROBE_FAILED"
  | "MAILBOX_HIGH"
  | "MAILBOX_OK"
  | "WEDGED"
  | "FREED"
  | "DEAD_LETTERS"
  | "CALL_TIMEOUT"
  | "STORE_DOWN"
  | "STORE_UP"
  | "ADMIN_ACTION"
  | "ADMIN_ACTION_FAILED"
  | "APPLICATION_STARTED"
  | "APPLICATION_STOPPED"
  | "APPLICATION_ENDED"
  | "APPLICATION_FAILED";

export interface Event {
  seq: number;
  at: string;
  type: EventType;
  severity: Severity;
  path: string;
  id?: string;
  incarnation?: number;
  reason?: string;
  exception?: Failure;
  delaySeconds?: number;
  detail?: string;
}

export interface Events {
  generatedAt: string;
  oldestSeq: number;
  newestSeq: number;
  capacity: number;
  dropped: number;
  returned: number;
  truncated: boolean;
  events: Event[];
}

export interface Crashes {
  generatedAt: string;
  kinds: {
    kind: string;
    count: number;
    first: string;
    last: string;
    lastPath: string;
    reason: string;
    exception?: Failure;
  }[];
  last: Event[];
}

export interface IncidentHead {
  id: string;
  at: string;
  type: EventType;
  path: string;
  detail?: string;
}

export interface Incidents {
  generatedAt: string;
  capacity: number;
  incidents: IncidentHead[];
}

export interface Incident extends IncidentHead {
  capturedAt: string;
  application: string;
  event: Event;
  events: Event[];
  tree?: Tree;
  fullest: ProcessRow[];
  threads: { id: string; path: string; behavior: string; message?: string; workingSeconds?: number; stack: string[] }[];
  lost: { path: string; message: string; reason: string; count: number }[];
}

export type ActionName = "restart" | "terminate" | "start" | "suspend" | "resume" | "kill";

export interface Done {
  status: number;
  action: string;
  path?: string;
  oldId?: string;
  newId?: string;
  message?: string;
}

export interface Hello {
  stream: string;
  interval: string;
  topics: string[];
  newestSeq: number;
  startedAt: string;
}

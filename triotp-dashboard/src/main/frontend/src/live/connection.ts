/**
 * How the page hears from the node. Decided here, done in observer.ts.
 */
export type Connection =
  | { how: "connecting" }
  /** By the stream. */
  | { how: "live" }
  /** By asking each interval; `why` there is no stream. */
  | { how: "polling"; why: string }
  /** Somebody has stopped it. */
  | { how: "paused" }
  /** It was heard and is not now. */
  | { how: "lost"; why: string; attempts: number }
  /** Asking again is in vain until somebody does something. */
  | { how: "refused"; why: string; signedOut: boolean };

export type Happened =
  | { what: "opened" }
  /** The browser tries again by itself. */
  | { what: "interrupted" }
  /** The stream was refused and is not tried again by the browser. */
  | { what: "streamRefused" }
  | { what: "answered" }
  | { what: "failed"; status: number; why: string }
  | { what: "paused" }
  | { what: "resumed" };

export function next(connection: Connection, happened: Happened): Connection {
  if (connection.how === "paused" && happened.what !== "resumed") {
    return connection;
  }
  switch (happened.what) {
    case "opened":
      return { how: "live" };
    case "interrupted":
      return { how: "lost", why: "the stream has broken", attempts: attempts(connection) + 1 };
    case "streamRefused":
      return { how: "polling", why: "the node takes no more streams" };
    case "answered":
      return connection.how === "live" || connection.how === "polling"
        ? connection
        : { how: "polling", why: "there is no stream" };
    case "failed":
      return happened.status === 401 || happened.status === 403 || happened.status === 404
        ? { how: "refused", why: happened.why, signedOut: happened.status === 401 }
        : { how: "lost", why: happened.why, attempts: attempts(connection) + 1 };
    case "paused":
      return { how: "paused" };
    case "resumed":
      return { how: "connecting" };
  }
}

function attempts(connection: Connection): number {
  return connection.how === "lost" ? connection.attempts : 0;
}

/** Quickly at first, then patiently: a node that starts again is back within seconds, or not for long. */
export function retryAfterMs(attempt: number): number {
  return Math.min(30_000, 500 * 2 ** Math.min(attempt, 6));
}

/** A node takes some 70 ms to look at 100,000 processes: it is asked to do so less often. */
export function intervalMs(processes: number): number {
  return processes > 20_000 ? 5000 : 1000;
}

/** A stream that was refused, because there were enough, may be granted later. */
export const POLLS_BEFORE_A_STREAM = 30;

/** What is shown is called old after so long, however it is heard. */
export function staleAfterMs(intervalMs: number): number {
  return Math.max(5000, 3 * intervalMs);
}

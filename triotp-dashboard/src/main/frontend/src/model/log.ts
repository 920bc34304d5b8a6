import type { Event } from "../endpoint/contract";

/**
 * The events the page knows: each once, the newest last, and not more than the node remembers itself.
 */
export interface Log {
  events: readonly Event[];
  newestSeq: number;
  /** Something before the first of them is unknown here. */
  incomplete: boolean;
}

export const EMPTY: Log = { events: [], newestSeq: 0, incomplete: false };

export const MOST = 5000;

export function added(log: Log, more: readonly Event[]): Log {
  if (more.length === 0) {
    return log;
  }
  const known = new Set(log.events.map((event) => event.seq));
  const fresh = more.filter((event) => !known.has(event.seq));
  if (fresh.length === 0) {
    return log;
  }
  const all = [...log.events, ...fresh].sort((one, other) => one.seq - other.seq);
  const kept = all.slice(Math.max(0, all.length - MOST));
  return {
    events: kept,
    newestSeq: Math.max(log.newestSeq, kept[kept.length - 1]!.seq),
    incomplete: log.incomplete || all.length > MOST,
  };
}

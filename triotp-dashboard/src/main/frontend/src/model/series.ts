import type { Event, Summary } from "../endpoint/contract";

/**
 * What the charts show: the summary each second, as long as the page is open and no longer than this.
 */
export const MOST_SAMPLES = 1800;

export interface Sample {
  at: number;
  processes: number;
  queued: number;
  restarts: number;
  lost: number;
  timeouts: number;
}

export const MEASURES = [
  { name: "processes", label: "Processes", unit: "" },
  { name: "queued", label: "Messages that wait", unit: "" },
  { name: "restarts", label: "Restarts in a minute", unit: "" },
  { name: "lost", label: "Lost messages in a minute", unit: "" },
  { name: "timeouts", label: "Calls that timed out in a minute", unit: "" },
] as const satisfies readonly { name: keyof Sample; label: string; unit: string }[];

export function sample(summary: Summary, events: readonly Event[], at: number): Sample {
  return {
    at,
    processes: summary.processes.total,
    queued: summary.mailboxes.messages,
    restarts: summary.restarts.lastMinute,
    lost: summary.deadLetters.lastMinute,
    timeouts: timeouts(events, at),
  };
}

/** Events are in order: those of the last minute are at the end. */
function timeouts(events: readonly Event[], at: number): number {
  let found = 0;
  for (let i = events.length - 1; i >= 0; i--) {
    const event = events[i]!;
    if (Date.parse(event.at) < at - 60_000) {
      break;
    }
    found += event.type === "CALL_TIMEOUT" ? 1 : 0;
  }
  return found;
}

export function appended(samples: readonly Sample[], next: Sample): readonly Sample[] {
  const last = samples[samples.length - 1];
  if (last !== undefined && next.at <= last.at) {
    return samples;
  }
  const all = [...samples, next];
  return all.length > MOST_SAMPLES ? all.slice(all.length - MOST_SAMPLES) : all;
}

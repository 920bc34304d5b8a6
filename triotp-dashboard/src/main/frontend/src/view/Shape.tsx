import type { Mood } from "../model/words";

const PATHS: Record<Mood, string> = {
  well: "M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1Z",
  busy: "M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1Zm0 1.6v6.8a3.4 3.4 0 0 0 0-6.8Z",
  quiet: "M2 2h8v8H2Zm1.5 1.5v5h5v-5Z",
  trouble: "M6 .8 11.6 11H.4Z",
  broken: "M3.8 1h4.4L11 3.8v4.4L8.2 11H3.8L1 8.2V3.8Zm.4 2.4L5.2 6 4.1 8.6l1 .6L6 7l.9 2.2 1-.6L6.8 6l1-2.6-1-.5L6 5 5.2 2.9Z",
};

/** The shape of a state. The word beside it says the same. */
export function Shape({ mood }: { mood: Mood }) {
  return (
    <svg class={`shape ${mood}`} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" focusable="false">
      <path fill-rule="evenodd" d={PATHS[mood]} />
    </svg>
  );
}

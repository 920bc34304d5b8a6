import { ago, timeOfDay } from "../model/words";
import { useObserver } from "../shell";

/** Local time; the instant is in the tip. */
export function Clock({ at }: { at: string }) {
  return (
    <time dateTime={at} title={at}>
      {timeOfDay(at)}
    </time>
  );
}

export function Ago({ at }: { at: string }) {
  return (
    <time dateTime={at} title={at}>
      {ago(at, useObserver().now.value)}
    </time>
  );
}

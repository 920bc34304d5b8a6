import { staleAfterMs } from "../live/connection";
import { seconds } from "../model/words";
import { useObserver } from "../shell";

/** Whether what is shown is what is. */
export function ConnectionBadge() {
  const observer = useObserver();
  const connection = observer.connection.value;
  const old = observer.now.value - observer.heardAt.value;
  const [kind, word, why] = ((): [string, string, string] => {
    switch (connection.how) {
      case "connecting":
        return ["waiting", "connecting", ""];
      case "live":
        return ["live", "live", `The node tells what happens, and every ${seconds(observer.interval / 1000)} how it is`];
      case "polling":
        return old > staleAfterMs(observer.interval)
          ? ["lost", `stale since ${seconds(Math.round(old / 1000))}`, connection.why]
          : ["live", "polling", `Asked every ${seconds(observer.interval / 1000)}: ${connection.why}`];
      case "paused":
        return ["paused", "paused", "What is shown is from when it was paused"];
      case "lost":
        return ["lost", observer.heardAt.value === 0 ? "no answer" : `reconnecting, ${seconds(Math.round(old / 1000))} old`, connection.why];
      case "refused":
        return ["lost", connection.signedOut ? "signed out" : "refused", connection.why];
    }
  })();
  return (
    <span class={`badge ${kind}`} title={why} data-connection={connection.how}>
      <span class="dot" aria-hidden="true" />
      {word}
    </span>
  );
}

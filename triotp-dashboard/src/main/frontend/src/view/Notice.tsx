import { useObserver } from "../shell";

/** What keeps the page from showing what is, in words, with what to do. */
export function Notice() {
  const observer = useObserver();
  const connection = observer.connection.value;
  const warnings = observer.base.value?.warnings ?? [];
  if (connection.how === "refused") {
    return (
      <section class="notice error" role="alert">
        <b>{connection.signedOut ? "You are signed out." : "The node does not answer you."}</b> {connection.why}
        <button type="button" onClick={() => (connection.signedOut ? location.reload() : observer.retry())}>
          {connection.signedOut ? "Log in again" : "Try again"}
        </button>
      </section>
    );
  }
  if (connection.how === "lost" && connection.attempts > 1) {
    return (
      <section class="notice warning" role="alert">
        <b>What is shown is old:</b> {connection.why}.
        <button type="button" onClick={() => observer.retry()}>
          Try now
        </button>
      </section>
    );
  }
  return warnings.length === 0 ? null : (
    <section class="notice warning">
      {warnings.map((warning) => (
        <div key={warning}>{warning}</div>
      ))}
    </section>
  );
}

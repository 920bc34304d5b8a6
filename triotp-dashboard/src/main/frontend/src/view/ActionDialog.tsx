import { useRef, useState } from "preact/hooks";
import type { ActionName, Process } from "../endpoint/contract";
import { consequences } from "../model/consequences";
import { announcement, useObserver } from "../shell";
import { Dialog } from "./Dialog";

/** Says what will happen, asks what for, and does it. It is written down who did it. */
export function ActionDialog(props: { process: Process; action: ActionName; onClose: () => void; onDone: () => void }) {
  const { process, action } = props;
  const observer = useObserver();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  // What was confirmed is what is done: a successor that came meanwhile is not hit.
  const asked = useRef(process).current;
  const name = action.charAt(0).toUpperCase() + action.slice(1);
  const act = async (reason: string) => {
    setBusy(true);
    try {
      const done = await observer.endpoint.act(asked.id, action, reason);
      announcement.value = `${name} of ${asked.path}: ${done.status === 202 ? "asked for, not done yet" : "done"}`;
      if (done.status === 202) {
        setProblem(done.message ?? "Asked for, but not done within 10 seconds. It may be done later.");
        setBusy(false);
      } else {
        props.onClose();
      }
    } catch (failure) {
      setProblem((failure as Error).message);
      setBusy(false);
    }
    props.onDone();
    void observer.look();
  };
  return (
    <Dialog title={`${name} ${asked.path}?`} onClose={props.onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void act(String(new FormData(event.currentTarget).get("reason") ?? ""));
        }}
      >
        <ul class="consequences">
          {consequences(asked, action).map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
        <label class="field">
          What for? It is written down with your name.
          <input name="reason" maxLength={200} autoComplete="off" />
        </label>
        {problem !== undefined && (
          <p class="notice error" role="alert">
            {problem}
          </p>
        )}
        <div class="dialog-actions">
          <button type="button" onClick={props.onClose}>
            Cancel
          </button>
          <button type="submit" class={action === "kill" || action === "terminate" ? "danger strong" : "strong"} disabled={busy}>
            {name}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

import { helpShown, remember, singleKeys } from "../shell";
import { Dialog } from "./Dialog";

const KEYS: readonly [string, string][] = [
  ["↑ ↓  Page ↑ ↓  Home End", "move in the tree"],
  ["→ ←", "open and close, or to the first child and the parent"],
  ["A … Z", "with Shift: to the next name that begins so"],
  ["Enter", "details of the row"],
  ["/", "search"],
  ["p", "pause, resume"],
  ["r", "apply the changes that wait while you point at a table"],
  ["t", "colours: as the system, light, dark"],
  ["Esc", "close the details"],
  ["?", "this help"],
];

export function Help() {
  if (!helpShown.value) {
    return null;
  }
  return (
    <Dialog title="Help" onClose={() => (helpShown.value = false)}>
      <dl class="keys">
        {KEYS.map(([keys, meaning]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input
          type="checkbox"
          checked={singleKeys.value}
          onChange={(event) => {
            singleKeys.value = event.currentTarget.checked;
            remember("keys", singleKeys.value ? "on" : "off");
          }}
        />
        Single keys do something outside of fields
      </label>
      <p class="muted">
        The JVM tells neither the processor time nor the memory of a process. How long it works on its present message is right within half
        a second. Nothing of users is shown, unless whoever runs the node allows it.
      </p>
    </Dialog>
  );
}

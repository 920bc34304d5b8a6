import { VIEWS, type View, write } from "../model/route";
import { helpShown, nextTheme, parameter, theme, useObserver, view } from "../shell";
import { ConnectionBadge } from "./ConnectionBadge";

const NAMES: Record<View, string> = {
  tree: "Tree",
  top: "Top",
  timeline: "Timeline",
  charts: "Charts",
  incidents: "Incidents",
  drawing: "Drawing",
};

export function Header() {
  const observer = useObserver();
  const node = observer.summary.value?.node;
  const at = parameter("at");
  const id = parameter("id");
  return (
    <header class="top">
      <h1>
        <img src="./icon.svg" width="20" height="20" alt="" />
        <span class="brand">TriOTP</span>
        {node && <span class="node-name" title={node.version && `TriOTP ${node.version}`}>{node.name}</span>}
      </h1>
      <nav aria-label="Views">
        {VIEWS.map((each) => (
          <a
            key={each}
            href={write({ view: each, parameters: { ...(at ? { at } : {}), ...(id ? { id } : {}) } })}
            aria-current={view.value === each ? "page" : undefined}
          >
            {NAMES[each]}
          </a>
        ))}
      </nav>
      <div class="tools">
        <ConnectionBadge />
        <button type="button" class="plain" onClick={() => (observer.paused.value ? observer.resume() : observer.pause())}>
          {observer.paused.value ? "Resume" : "Pause"}
        </button>
        <button type="button" class="plain" onClick={nextTheme} aria-label={`Colours: ${theme.value}. Change`}>
          <span aria-hidden="true">{theme.value === "system" ? "◐" : theme.value === "light" ? "☀" : "☾"}</span>
        </button>
        <button type="button" class="plain" onClick={() => (helpShown.value = true)} aria-label="Help">
          <span aria-hidden="true">?</span>
        </button>
      </div>
    </header>
  );
}

import { useEffect } from "preact/hooks";
import { announcement, applied, closePlace, commandOf, helpShown, nextTheme, parameter, useObserver, view } from "../shell";
import { ChartsView } from "./ChartsView";
import { DrawingView } from "./DrawingView";
import { Header } from "./Header";
import { Help } from "./Help";
import { IncidentsView } from "./IncidentsView";
import { PlaceDrawer } from "./PlaceDrawer";
import { Problems } from "./Problems";
import { Notice } from "./Notice";
import { Glance } from "./Glance";
import { TimelineView } from "./TimelineView";
import { TopView } from "./TopView";
import { TreeView } from "./TreeView";

/** The whole page. */
export function Page() {
  const observer = useObserver();
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      switch (commandOf(event)) {
        case "search":
          event.preventDefault();
          document.querySelector<HTMLInputElement>("input[type=search]")?.focus();
          break;
        case "pause":
          observer.paused.value ? observer.resume() : observer.pause();
          break;
        case "apply":
          applied.value++;
          break;
        case "theme":
          nextTheme();
          break;
        case "help":
          helpShown.value = true;
          break;
        case "close":
          if (document.querySelector("dialog[open]") === null && parameter("at") !== undefined) {
            closePlace();
          }
          break;
        case undefined:
      }
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [observer]);
  const place = parameter("at");
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => skip(event)}>
        Skip to the content
      </a>
      <Header />
      <Glance />
      <Problems />
      <Notice />
      <div class={place === undefined ? "room" : "room with-place"}>
        <main id="main" tabIndex={-1}>
          {observer.summary.value === undefined ? <p class="empty">Asking the node …</p> : <Shown />}
        </main>
        {place !== undefined && <PlaceDrawer key={`${place}\u0000${parameter("id") ?? ""}`} path={place} id={parameter("id")} />}
      </div>
      <Help />
      <div class="unseen" role="status" aria-live="polite">
        {announcement.value}
      </div>
    </>
  );
}

function skip(event: MouseEvent): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}

function Shown() {
  switch (view.value) {
    case "tree":
      return <TreeView />;
    case "top":
      return <TopView />;
    case "timeline":
      return <TimelineView />;
    case "charts":
      return <ChartsView />;
    case "incidents":
      return <IncidentsView />;
    case "drawing":
      return <DrawingView />;
  }
}

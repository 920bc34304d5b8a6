import { computed, effect, signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Observer } from "./live/observer";
import { type Route, type View, read, withParameter, write } from "./model/route";

/**
 * What belongs to the page and not to the node: where somebody is, how it looks, what keys do.
 */

export const route = signal<Route>(read(location.hash));

addEventListener("hashchange", () => {
  route.value = read(location.hash);
});

export const view = computed(() => route.value.view);

export function parameter(name: string): string | undefined {
  return route.value.parameters[name];
}

/** A new entry of the history: "back" leads here again. */
export function go(to: Route): void {
  const hash = write(to);
  if (hash !== location.hash) {
    location.hash = hash;
  }
}

export function show(name: View, parameters: Record<string, string> = {}): void {
  go({ view: name, parameters });
}

/** What somebody types is no entry of its own. */
export function adjust(name: string, value: string | undefined): void {
  const to = withParameter(route.value, name, value);
  history.replaceState(null, "", write(to));
  route.value = to;
}

export function openPlace(path: string, id?: string): void {
  go(withParameter(withParameter(route.value, "at", path), "id", id));
}

export function closePlace(): void {
  go(withParameter(withParameter(route.value, "at", undefined), "id", undefined));
}

export type Theme = "system" | "light" | "dark";

const THEMES: readonly Theme[] = ["system", "light", "dark"];

export const theme = signal<Theme>(THEMES.find((each) => each === remembered("theme")) ?? "system");

effect(() => {
  if (theme.value === "system") {
    delete document.documentElement.dataset["theme"];
  } else {
    document.documentElement.dataset["theme"] = theme.value;
  }
  remember("theme", theme.value);
});

export function nextTheme(): void {
  theme.value = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length]!;
}

/** A browser may refuse to remember. */
function remembered(name: string): string | null {
  try {
    return localStorage.getItem(`triotp.${name}`);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`triotp.${name}`, value);
  } catch {
    // Then it is asked for again the next time.
  }
}

export const singleKeys = signal(remembered("keys") !== "off");

/** Told to screen readers, politely, not more than one thing at a time. */
export const announcement = signal("");

export const helpShown = signal(false);

export type Command = "search" | "pause" | "apply" | "theme" | "help" | "close";

/** Keys mean nothing to the page while somebody types, and with Ctrl, Alt or Meta they are the browser's. */
export function commandOf(event: KeyboardEvent): Command | undefined {
  if (event.key === "Escape") {
    return "close";
  }
  if (!singleKeys.value || event.ctrlKey || event.altKey || event.metaKey || typesInto(event.target)) {
    return undefined;
  }
  switch (event.key) {
    case "/":
      return "search";
    case "p":
      return "pause";
    case "r":
      return "apply";
    case "t":
      return "theme";
    case "?":
      return "help";
    default:
      return undefined;
  }
}

function typesInto(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ["INPUT", "SELECT", "TEXTAREA"].includes(target.tagName))
  );
}

/** Whoever points at a table keeps its rows where they are until this changes. */
export const applied = signal(0);

export const ObserverContext = createContext<Observer | undefined>(undefined);

export function useObserver(): Observer {
  const observer = useContext(ObserverContext);
  if (observer === undefined) {
    throw new Error("No observer around this");
  }
  return observer;
}

export type Children = ComponentChildren;

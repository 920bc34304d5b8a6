/**
 * What is shown is written behind the `#` of the address, so that it can be sent to a colleague, and "back" works.
 */
export type View = "tree" | "top" | "timeline" | "charts" | "incidents" | "drawing";

export const VIEWS: readonly View[] = ["tree", "top", "timeline", "charts", "incidents", "drawing"];

export interface Route {
  view: View;
  parameters: Readonly<Record<string, string>>;
}

export function read(hash: string): Route {
  const text = hash.replace(/^#\/?/, "");
  const question = text.indexOf("?");
  const name = question < 0 ? text : text.slice(0, question);
  const view = VIEWS.find((each) => each === name) ?? "tree";
  const parameters: Record<string, string> = {};
  if (question >= 0) {
    for (const [key, value] of new URLSearchParams(text.slice(question + 1))) {
      parameters[key] = value;
    }
  }
  return { view, parameters };
}

export function write(route: Route): string {
  const given = Object.entries(route.parameters).filter(([, value]) => value !== "");
  const query = given.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join("&");
  return `#/${route.view}` + (query === "" ? "" : `?${query}`);
}

export function withParameter(route: Route, name: string, value: string | undefined): Route {
  const parameters = { ...route.parameters };
  if (value === undefined || value === "") {
    delete parameters[name];
  } else {
    parameters[name] = value;
  }
  return { ...route, parameters };
}

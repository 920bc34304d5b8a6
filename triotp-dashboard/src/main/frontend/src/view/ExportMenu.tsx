import { parameter, useObserver } from "../shell";

/** What can be taken along: for tickets, documents, and other tools. */
export function ExportMenu() {
  const { endpoint } = useObserver();
  const root = parameter("at");
  const files: [string, string, string][] = [
    ["Mermaid", endpoint.address("tree", { format: "mermaid", root }), "tree.mmd"],
    ["DOT", endpoint.address("tree", { format: "dot", root }), "tree.dot"],
    ["Text", endpoint.address("tree", { format: "text", root }), "tree.txt"],
    ["Events (NDJSON)", endpoint.address("events", { format: "ndjson", limit: 500, path: root }), "events.ndjson"],
  ];
  return (
    <details class="menu">
      <summary>Export{root === undefined ? "" : ` ${root}`}</summary>
      <ul>
        {files.map(([name, address, file]) => (
          <li key={name}>
            <a href={address} download={file}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}

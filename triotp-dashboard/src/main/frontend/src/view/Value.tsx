/** What a server holds, as the node shows it. Always text, whatever it is. */
export function Value({ value }: { value: unknown }) {
  if (value === null || value === undefined) {
    return <span class="muted">nothing</span>;
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? (
      <span class="muted">empty</span>
    ) : (
      <ol class="value" start={0}>
        {value.map((each: unknown, index) => (
          <li key={index}>
            <Value value={each} />
          </li>
        ))}
      </ol>
    );
  }
  if (typeof value === "object") {
    const entries = Object.entries(value);
    return entries.length === 0 ? (
      <span class="muted">empty</span>
    ) : (
      <dl class="value">
        {entries.map(([name, each]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <Value value={each} />
            </dd>
          </div>
        ))}
      </dl>
    );
  }
  return <code>{String(value)}</code>;
}

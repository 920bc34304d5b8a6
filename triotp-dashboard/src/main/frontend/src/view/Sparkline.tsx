const WIDTH = 64;

const HEIGHT = 16;

const POINTS = 120;

/** How a figure has moved in the last two minutes. The figure is beside it and there is a chart with a table, so it is not read out. */
export function Sparkline({ values }: { values: readonly number[] }) {
  const shown = values.slice(-POINTS);
  if (shown.length < 2) {
    return <svg class="sparkline" width={WIDTH} height={HEIGHT} aria-hidden="true" />;
  }
  const most = Math.max(...shown, 1);
  const points = shown
    .map((value, index) => `${((index / (POINTS - 1)) * WIDTH).toFixed(1)},${(HEIGHT - 1 - (value / most) * (HEIGHT - 2)).toFixed(1)}`)
    .join(" ");
  return (
    <svg class="sparkline" width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <polyline points={points} fill="none" />
    </svg>
  );
}

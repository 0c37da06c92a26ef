/** Pictures without a library: bars and lines as SVG, readable in black and white. */

const ink = "#111827";
const faint = "#d1d5db";
const colours = ["#1d4ed8", "#b45309", "#047857", "#be185d", "#6d28d9", "#0e7490"];
const font = 'font-family="system-ui, sans-serif" font-size="12"';

export function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

export function money(value: number): string {
  return `${Math.round(value).toLocaleString("en")} $`;
}

/** Two or more stacked bars beside each other. */
export function stackedBars(title: string, bars: readonly { readonly label: string; readonly parts: readonly (readonly [string, number])[] }[]): string {
  const keys = [...new Set(bars.flatMap(({ parts }) => parts.map(([key]) => key)))];
  const most = Math.max(...bars.map(({ parts }) => parts.reduce((sum, [, value]) => sum + value, 0)));
  const [width, height, base, top] = [720, 380, 340, 30];
  const scale = (base - top) / most;
  const step = 430 / bars.length;
  const drawn = bars.map(({ label, parts }, index) => {
    let y = base;
    const x = 40 + index * step;
    const pieces = keys.map((key, colour) => {
      const value = parts.find(([name]) => name === key)?.[1] ?? 0;
      const tall = value * scale;
      y -= tall;
      const inside = tall > 16 ? `<text x="${x + 8}" y="${(y + tall / 2 + 4).toFixed(1)}" fill="#fff">${money(value)}</text>` : "";
      return `<rect x="${x}" y="${y.toFixed(1)}" width="${step - 50}" height="${tall.toFixed(1)}" fill="${shade(colour)}"/>${inside}`;
    }).join("\n");
    const sum = parts.reduce((all, [, value]) => all + value, 0);
    return `${pieces}\n<text x="${x}" y="${(y - 8).toFixed(1)}" fill="${ink}" font-weight="600">${money(sum)}</text>\n<text x="${x}" y="${base + 20}" fill="${ink}">${escape(label)}</text>`;
  }).join("\n");
  const legend = keys.map((key, index) => `<rect x="490" y="${top + index * 22}" width="14" height="14" fill="${shade(index)}"/><text x="510" y="${top + index * 22 + 12}" fill="${ink}">${escape(key)}</text>`).join("\n");
  return svg(title, width, height, `${drawn}\n${legend}\n<line x1="30" x2="470" y1="${base}" y2="${base}" stroke="${ink}"/>`);
}

function shade(index: number): string {
  return [...colours, "#4b5563", "#9ca3af", "#92400e", "#064e3b"][index % 10] ?? ink;
}

export interface Line {
  readonly label: string;
  readonly points: readonly (readonly [number, number])[];
  readonly dashed?: boolean;
}

export function lines(title: string, xLabel: string, drawn: readonly Line[], unit: (value: number) => string = money): string {
  const [width, height, left, right, top, base] = [720, 360, 80, 520, 30, 300];
  const xs = drawn.flatMap(({ points }) => points.map(([x]) => x));
  const ys = drawn.flatMap(({ points }) => points.map(([, y]) => y));
  const [mostX, mostY] = [Math.max(...xs), Math.max(...ys) * 1.05];
  const x = (value: number) => left + ((right - left) * value) / mostX;
  const y = (value: number) => base - ((base - top) * value) / mostY;
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const value = (mostY / 1.05) * share;
    return `<line x1="${left}" x2="${right}" y1="${y(value).toFixed(1)}" y2="${y(value).toFixed(1)}" stroke="${faint}"/><text x="${left - 8}" y="${(y(value) + 4).toFixed(1)}" text-anchor="end" fill="${ink}">${escape(unit(value))}</text>`;
  }).join("\n");
  const marks = [0, 0.5, 1].map((share) => `<text x="${x(mostX * share).toFixed(1)}" y="${base + 18}" text-anchor="middle" fill="${ink}">${Math.round(mostX * share)}</text>`).join("\n");
  const paths = drawn.map(({ points, dashed }, index) =>
    `<polyline fill="none" stroke="${colours[index] ?? ink}" stroke-width="2"${dashed ? ' stroke-dasharray="6 4"' : ""} points="${points.map(([px, py]) => `${x(px).toFixed(1)},${y(py).toFixed(1)}`).join(" ")}"/>`).join("\n");
  const legend = drawn.map(({ label, dashed }, index) =>
    `<line x1="${right + 16}" x2="${right + 40}" y1="${top + 12 + index * 22}" y2="${top + 12 + index * 22}" stroke="${colours[index] ?? ink}" stroke-width="2"${dashed ? ' stroke-dasharray="6 4"' : ""}/><text x="${right + 46}" y="${top + 16 + index * 22}" fill="${ink}">${escape(label)}</text>`).join("\n");
  return svg(title, width, height, `${ticks}\n${marks}\n${paths}\n${legend}\n<text x="${(left + right) / 2}" y="${base + 40}" text-anchor="middle" fill="${ink}">${escape(xLabel)}</text>`);
}

function svg(title: string, width: number, height: number, body: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" ${font} role="img"><title>${escape(title)}</title>\n<rect width="100%" height="100%" fill="#ffffff"/>\n${body}\n</svg>\n`;
}

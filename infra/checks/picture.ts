/** Who reads whom, as a picture: a row for each layer, the first at the bottom; every line goes down or sideways. */
import { join } from "node:path";
import { layers, type AnyStack } from "../estate/stack";
import type { Edge } from "./layers";

export const pictureFile = join(__dirname, "../../../docs/images/infra-layers.svg");

const [rowHeight, boxHeight, left, gap, letter] = [104, 30, 96, 10, 6.3];
const colours = ["#4b5563", "#1d4ed8", "#0e7490", "#047857", "#b45309", "#7c3aed", "#be185d"];

export function layersPicture(definitions: readonly AnyStack[], edges: readonly Edge[]): string {
  const boxes = new Map<string, { x: number; y: number; width: number; colour: string; label: string }>();
  let width = 0;
  const rows = layers.map((layer, index) => {
    const y = (layers.length - 1 - index) * rowHeight + 34;
    let x = left;
    for (const { project, targets } of definitions.filter((definition) => definition.layer === layer)) {
      const label = targets.length > 1 ? `${project} ×${targets.length}` : project;
      const wide = Math.ceil(label.length * letter) + 14;
      boxes.set(project, { x, y, width: wide, colour: colours[index] ?? "#000", label });
      x += wide + gap;
    }
    width = Math.max(width, x);
    return { layer, y, colour: colours[index] ?? "#000" };
  });
  const height = layers.length * rowHeight;
  const lines = edges.flatMap(({ from, to }) => {
    const [a, b] = [boxes.get(from), boxes.get(to)];
    if (!a || !b) return [];
    const [x1, x2] = [a.x + a.width / 2, b.x + b.width / 2];
    const d = a.y === b.y
      ? `M${x1},${a.y} C${x1},${a.y - 26} ${x2},${a.y - 26} ${x2},${b.y}`
      : `M${x1},${a.y + boxHeight} C${x1},${a.y + boxHeight + 44} ${x2},${b.y - 44} ${x2},${b.y}`;
    return [`<path d="${d}" stroke="${a.colour}"/>`];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width + 6} ${height}" font-family="system-ui, sans-serif" font-size="11" role="img" aria-labelledby="title">
<title id="title">Micro-stacks by layer, and which reads which: every line goes down or stays in its row</title>
<rect width="100%" height="100%" fill="#ffffff"/>
${rows.map(({ layer, y, colour }) => `<rect x="4" y="${y - 8}" width="${width - 2}" height="${boxHeight + 16}" rx="8" fill="${colour}" opacity="0.07"/>\n<text x="14" y="${y + 20}" fill="${colour}" font-weight="600" font-size="13">${layer}</text>`).join("\n")}
<g fill="none" stroke-width="1" opacity="0.38">
${lines.join("\n")}
</g>
${[...boxes.values()].map(({ x, y, width: wide, colour, label }) => `<rect x="${x}" y="${y}" width="${wide}" height="${boxHeight}" rx="5" fill="#ffffff" stroke="${colour}"/>\n<text x="${x + 7}" y="${y + 19}" fill="#111827">${label}</text>`).join("\n")}
</svg>
`;
}
